import HTTPMessage
public import HTTPTransport
import JSON
import ServiceAnswers
public import URLSessionTransport

/// Reviewers of datasets, and the requests for review: `client.review`.
///
/// The calls go to the data store, whose they are. The Python client sends them to another API of
/// the deployment, where they don't exist (the Provena sheet, section 1).
public struct DatasetReviewSubClient: Sendable {
  let service: Service

  init(service: Service) { self.service = service }

  /// As ``DatastoreClient/init(auth:config:timeout:transport:)``.
  public init(
    auth: any AuthManager, config: ProvenaConfig, timeout: Duration = .seconds(30),
    transport: any HTTPTransport = URLSessionTransport()
  ) {
    service = Service(auth: auth, config: config, timeout: timeout, transport: transport)
  }

  /// Takes a reviewer from the list; one who isn't there is no error. Needs the realm role
  /// `sys-admin-admin`, and those below it.
  ///
  /// - Parameter reviewerID: the handle of a person.
  public func deleteDatasetReviewer(_ reviewerID: String) async throws(ProvenaError) {
    try await service.send(
      Call(.deleteReleaseSysReviewersDelete, query: [("reviewer_id", reviewerID)]))
  }

  /// Adds a reviewer to the list; one who is there already is no error. Needs the realm role
  /// `sys-admin-write`, and those below it.
  ///
  /// The id is sent in the query, where the real data store wants it. The Python client sends it in
  /// the body, and is refused (the Provena sheet, section 8).
  ///
  /// - Parameter reviewerID: the handle of a person; the data store takes anything.
  public func addDatasetReviewer(_ reviewerID: String) async throws(ProvenaError) {
    try await service.send(Call(.postReleaseSysReviewersAdd, query: [("reviewer_id", reviewerID)]))
  }

  /// The handles of all reviewers, in no particular order. Needs the realm role
  /// `entity-registry-write`.
  public func listDatasetReviewers() async throws(ProvenaError) -> [String] {
    try await service.value(Call(.getReleaseSysReviewersList))
  }

  /// Asks a reviewer to let a dataset be released. Needs a user who is linked to a person in the
  /// registry and may administer the dataset.
  ///
  /// - Throws: ``ProvenaError``: a bad request without that link, for an unknown dataset, somebody who
  ///   is no reviewer, and a dataset that is being reviewed or released; unauthorized for somebody
  ///   else's dataset, and a locked one.
  @discardableResult public func approvalRequest(
    _ request: ReleaseApprovalRequest
  ) async throws(ProvenaError) -> ReleaseApprovalRequestResponse {
    try await service.value(Call(.postReleaseApprovalRequest, body: request.json))
  }

  /// Decides about a request, as the reviewer who was asked.
  ///
  /// - Throws: ``ProvenaError``: a bad request for a dataset that is not being reviewed; unauthorized
  ///   for anybody but that reviewer.
  @discardableResult public func actionApprovalRequest(
    _ request: ActionApprovalRequest
  ) async throws(ProvenaError) -> ActionApprovalRequestResponse {
    try await service.value(Call(.putReleaseActionApprovalRequest, body: request.json))
  }
}
