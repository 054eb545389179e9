public import HTTPTransport
public import URLSessionTransport

/// A client of Provena's data store, where datasets are registered, described, versioned, reviewed
/// and released.
///
///     let config = ProvenaConfig(domain: "provena.example.org", realmName: "provena")
///     let auth = OfflineFlow(config: config, clientID: "client-tools", offlineToken: token)
///     let client = DatastoreClient(auth: auth, config: config)
///     let dataset = try await client.fetchDataset("10378.1/1451860").item
///
/// Every call is one request, beside those of the sign-in, and throws ``ProvenaError``. Nothing is
/// repeated: minting or versioning twice makes two datasets, and none can be deleted (the Provena
/// sheet, section 5). Calls bear their documented names; those without a method in the Python client
/// are named after their endpoint.
///
/// Making a client sends nothing.
public struct DatastoreClient: Sendable {
  let service: Service

  /// - Parameters:
  ///   - auth: gives the token that goes with every call, also with the health check.
  ///   - timeout: for each exchange; 30 seconds unless told otherwise, as the Python client waits.
  public init(
    auth: any AuthManager, config: ProvenaConfig, timeout: Duration = .seconds(30),
    transport: any HTTPTransport = URLSessionTransport()
  ) {
    service = Service(auth: auth, config: config, timeout: timeout, transport: transport)
  }

  /// Reviewers of datasets, and the requests for review.
  public var review: DatasetReviewSubClient { DatasetReviewSubClient(service: service) }
}
