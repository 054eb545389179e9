/// Access to the files of datasets, which are in a storage of their own: nothing here reads or writes
/// them.
extension DatastoreClient {
  /// An address at which anybody can fetch one file for a time.
  ///
  /// - Throws: ``ProvenaError``: a bad request for an unknown dataset, a file that isn't there, and a
  ///   path with `..`, `//` or `\`; a request that is not valid for an odd length of time.
  public func generatePresignedURL(
    _ request: PresignedURLRequest
  ) async throws(ProvenaError) -> PresignedURLResponse {
    try await service.value(Call(.postRegistryItemsGeneratePresignedUrl, body: request.json))
  }

  /// Credentials to read all files of a dataset.
  ///
  /// - Throws: ``ProvenaError``: a bad request for an unknown dataset; unauthorized without
  ///   ``DatasetRole/datasetDataRead``.
  public func generateReadAccessCredentials(
    _ request: CredentialsRequest
  ) async throws(ProvenaError) -> CredentialResponse {
    try await service.value(
      Call(.postRegistryCredentialsGenerateReadAccessCredentials, body: request.json))
  }

  /// Credentials to read and write the files of a dataset.
  ///
  /// - Throws: ``ProvenaError``: a bad request for an unknown dataset; unauthorized for somebody
  ///   else's, and a locked one; a server error (403) while it is reviewed and once it is released.
  public func generateWriteAccessCredentials(
    _ request: CredentialsRequest
  ) async throws(ProvenaError) -> CredentialResponse {
    try await service.value(
      Call(.postRegistryCredentialsGenerateWriteAccessCredentials, body: request.json))
  }
}
