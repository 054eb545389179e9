public import JSON

/// Datasets and their descriptions. Reading needs the realm role `entity-registry-read`, changing
/// also `entity-registry-write` (the Provena sheet, section 3).
extension DatastoreClient {
  /// Fetches a dataset.
  ///
  /// - Parameter id: its handle, for example `10378.1/1451860`.
  /// - Throws: ``ProvenaError``: a bad request for an unknown handle, or one of something else.
  public func fetchDataset(_ id: String) async throws(ProvenaError) -> RegistryFetchResponse {
    try await service.value(Call(.getRegistryItemsFetchDataset, query: [("handle_id", id)]))
  }

  /// Registers a dataset, which gives it a handle and a place for its files.
  ///
  /// - Throws: ``ProvenaError``: unsuccessful for wrong ids and values; a request that is not valid
  ///   for a description that breaks the schema.
  public func mintDataset(
    _ datasetInfo: CollectionFormat
  ) async throws(ProvenaError) -> MintResponse {
    try await service.value(Call(.postRegisterMintDataset, body: datasetInfo.json))
  }

  /// Says whether a description could be minted; nothing is registered.
  ///
  /// - Throws: ``ProvenaError``: as ``mintDataset(_:)``.
  @discardableResult public func validateMetadata(
    _ metadata: CollectionFormat
  ) async throws(ProvenaError) -> StatusResponse {
    try await service.value(Call(.postMetadataValidateMetadata, body: metadata.json))
  }

  /// Replaces the description of a dataset; the old one stays in its history.
  ///
  /// - Parameters:
  ///   - handleID: of the dataset.
  ///   - reason: for the history; the real data store fails on an empty one (500).
  /// - Throws: ``ProvenaError``: a bad request for an unknown dataset, or wrong ids and values;
  ///   unauthorized for somebody else's dataset, and a locked one.
  @discardableResult public func updateMetadata(
    _ handleID: String, reason: String, _ metadata: CollectionFormat
  ) async throws(ProvenaError) -> UpdateMetadataResponse {
    try await service.value(
      Call(
        .postRegisterUpdateMetadata, query: [("handle_id", handleID), ("reason", reason)],
        body: metadata.json))
  }

  /// Goes back to a description of a dataset's history, as an update does.
  ///
  /// - Throws: ``ProvenaError``: a bad request for an unknown dataset or entry of its history;
  ///   unauthorized for somebody else's dataset, and a locked one.
  @discardableResult public func revertMetadata(
    _ request: RevertMetadata
  ) async throws(ProvenaError) -> StatusResponse {
    try await service.value(Call(.putRegisterRevertMetadata, body: request.json))
  }

  /// Makes a new dataset that is the next version of one, with a place of its own for files.
  ///
  /// - Throws: ``ProvenaError``: a bad request for an unknown dataset, and one that has a next
  ///   version; unauthorized for somebody else's.
  @discardableResult public func versionDataset(
    _ request: VersionRequest
  ) async throws(ProvenaError) -> VersionResponse {
    try await service.value(Call(.postRegisterVersion, body: request.json))
  }

  /// A page of datasets; ``allDatasets(sortedBy:startingAt:pageSize:)`` gives them all.
  ///
  /// - Throws: ``ProvenaError``: a request that is not valid for an unknown sorting; a server error
  ///   for a page of no size, a key that it didn't give, and ``SortType/releaseTimestamp``.
  public func listDatasets(
    _ request: NoFilterSubtypeListRequest = NoFilterSubtypeListRequest()
  ) async throws(ProvenaError) -> DatasetListResponse {
    try await service.value(Call(.postRegistryItemsList, body: request.json))
  }

  /// All datasets, page by page; see ``DatasetSequence``.
  ///
  /// - Parameters:
  ///   - key: ``DatasetListResponse/paginationKey`` of the page after which to begin, sorted in the
  ///     same way.
  ///   - pageSize: for one request.
  public func allDatasets(
    sortedBy sorting: SortOptions? = nil, startingAt key: PaginationKey? = nil, pageSize: Int = 20
  ) -> DatasetSequence {
    DatasetSequence(key: key) { key throws(ProvenaError) in
      try await listDatasets(
        NoFilterSubtypeListRequest(sortBy: sorting, paginationKey: key, pageSize: pageSize))
    }
  }

  /// The JSON schema of ``CollectionFormat``.
  public func getDatasetSchema() async throws(ProvenaError) -> JSONObject {
    let answer: DatasetSchema = try await service.value(Call(.getMetadataDatasetSchema))
    return answer.schema
  }
}
