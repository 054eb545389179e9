import AMQP
import JSON

/// Sends requests about the persistent identifiers (handles) of ESGF datasets to a message queue.
///
///     let connector = try Connector(
///       handlePrefix: "21.14100", exchangeName: "esgffed-exchange",
///       credentials: [.init(url: "amqp://esgf-pub:\(password)@rabbit.example.org:5672/esgf-pid")],
///       dataNode: "esgf.example.org", threddsServicePath: "/thredds/fileServer/")
///     try connector.startMessaging()
///     try connector.unpublishAllVersions(drsID: "cmip6.test.abc")
///     try await connector.finishMessaging()
///
/// The methods are those of the Python client, ``createShoppingCartPID(_:)`` being the documented name of
/// today's ``createDataCartPID(_:)``. Requests that make messages return at once. A message that is not
/// confirmed when a connection breaks is sent again, so that it may arrive twice but is not lost; one
/// that no queue is bound for is sent again with an emergency key; and if the exchange is missing,
/// messages go to the one named `FALLBACK`.
///
/// What is otherwise here:
/// - ``finishMessaging(within:)`` throws when not all messages are with the broker, and says which;
///   ``deliveryOutcomes()`` tells of each message. The Python client writes a nack to its log and says
///   that all were confirmed.
/// - Once all hosts were given up, calls throw; the Python client drops their messages.
/// - The routing keys have the prefix of their own connector.
/// - Solr is not asked, and TLS is not spoken.
public final class Connector: Sendable {
  let settings: ConnectorSettings
  let courier: Courier

  /// Checks the arguments; nothing is sent yet.
  ///
  /// - Parameters:
  ///   - handlePrefix: one of `21.14100` to `21.14105`, or `21.14foo`.
  ///   - exchangeName: it must be there.
  ///   - credentials: the RabbitMQ nodes, one at least.
  ///   - dataNode: the host of the files, needed to publish and to unpublish.
  ///   - threddsServicePath: where the files are on it, needed to publish.
  ///   - testPublication: marks every message with `test_publication`.
  ///   - consumerSolrURL: handed on in messages that publish datasets or unpublish all versions.
  ///   - random: a number from 0 up to, but not including, the given one.
  /// - Throws: ``PIDError/argument(_:)``
  public init(
    handlePrefix: String, exchangeName: String, credentials: [MessagingCredentials],
    dataNode: String? = nil, threddsServicePath: String? = nil, testPublication: Bool = false,
    consumerSolrURL: String? = nil, retryRule: RetryRule = RetryRule(),
    clock: MessagingClock = .system,
    random: @escaping @Sendable (_ below: Int) -> Int = { Int.random(in: 0..<$0) }
  ) throws(PIDError) {
    guard Handle.prefixes.contains(handlePrefix) else {
      throw .argument(
        handlePrefix.isEmpty
          ? "Missing handle prefix"
          : "The prefix \"\(handlePrefix)\" is not a valid prefix; accepted prefixes: "
            + Handle.prefixes.joined(separator: ", "))
    }
    guard !exchangeName.isEmpty else { throw .argument("Missing messaging service exchange name") }
    guard !credentials.isEmpty else { throw .argument("Missing messaging service credentials") }
    for one in credentials { try one.check() }
    settings = ConnectorSettings(
      prefix: handlePrefix, dataNode: dataNode.map(ConnectorSettings.trimmedEnd),
      threddsPath: threddsServicePath.map(ConnectorSettings.trimmed),
      testPublication: testPublication, consumerSolrURL: consumerSolrURL, clock: clock)
    courier = Courier(
      exchange: exchangeName, hosts: credentials, rule: retryRule, clock: clock, random: random)
  }

  deinit { courier.abandon() }

  // MARK: Messaging

  /// Begins to connect, and returns at once; messages can be sent from here on.
  ///
  /// - Throws: ``PIDError/alreadyStarted``
  public func startMessaging() throws(PIDError) { try courier.start() }

  /// Takes no more messages, waits until those that were sent are confirmed, and closes.
  ///
  /// - Parameter limit: how long is waited at most.
  /// - Throws: ``PIDError/undelivered(_:)`` when messages have not arrived, ``PIDError/gaveUp(rounds:_:)``
  ///   when none were to be sent but no host let the client in, ``PIDError/notStarted``. A second call
  ///   does nothing.
  public func finishMessaging(within limit: Duration = .seconds(5)) async throws(PIDError) {
    try await courier.finish(within: limit)
  }

  /// Takes no more messages and closes at once.
  ///
  /// - Throws: as ``finishMessaging(within:)``
  public func forceFinishMessaging() async throws(PIDError) { try await courier.forceFinish() }

  /// What becomes of the messages from here on. The sequence ends with the messaging.
  public func deliveryOutcomes() -> AsyncStream<DeliveryOutcome> { courier.observe() }

  /// Sends messages of another connector again, which were not delivered there, for example.
  ///
  /// - Throws: as every method that sends: ``PIDError/notStarted``, ``PIDError/finished`` and
  ///   ``PIDError/gaveUp(rounds:_:)``.
  @discardableResult
  public func send(again messages: [PIDMessage]) throws(PIDError) -> [PIDMessage] {
    try courier.send(messages.map { MessageContent($0.content, prefix: settings.prefix) })
  }

  // MARK: Requests

  /// The handle of a version of a dataset: `hdl:21.14100/…`. Nothing is sent.
  public func makeHandle(drsID: String, versionNumber: VersionNumber) -> String {
    Handle.dataset(drsID, version: versionNumber.description, prefix: settings.prefix)
  }

  /// Begins to publish a dataset. Nothing is sent before the assistant is told that it is complete.
  ///
  /// - Throws: ``PIDError/argument(_:)``
  public func createPublicationAssistant(
    drsID: String, versionNumber: VersionNumber, isReplica: Bool
  ) throws(PIDError) -> PublicationAssistant {
    guard let path = settings.threddsPath else {
      throw .argument(
        "No thredds_service_path was given, but it is mandatory for publication")
    }
    let dataNode = try settings.requireDataNode(for: "publication")
    guard let number = versionNumber.number else {
      throw .argument("The dataset version number \"\(versionNumber)\" is not an integer")
    }
    return PublicationAssistant(
      settings: settings, courier: courier, dataNode: dataNode, threddsPath: path, drsID: drsID,
      version: number, datasetHandle: makeHandle(drsID: drsID, versionNumber: versionNumber),
      isReplica: isReplica)
  }

  /// Unpublishes a version of a dataset, which is named by its handle, by id and version, or both.
  ///
  /// - Throws: ``PIDError/handleMismatch(given:computed:)``, ``PIDError/argument(_:)``, and as every
  ///   method that sends.
  @discardableResult
  public func unpublishOneVersion(
    datasetHandle: String? = nil, drsID: String? = nil, versionNumber: VersionNumber? = nil
  ) throws(PIDError) -> PIDMessage {
    let dataNode = try settings.requireDataNode(for: "unpublication")
    var handle = datasetHandle
    var version: JSONValue?
    if let versionNumber {
      guard let drsID else { throw .argument("A version number needs a dataset id with it") }
      guard let number = versionNumber.number else {
        throw .argument("The dataset version number \"\(versionNumber)\" is not an integer")
      }
      version = number
      let computed = makeHandle(drsID: drsID, versionNumber: versionNumber)
      guard handle == nil || handle == computed else {
        throw .handleMismatch(given: handle ?? "", computed: computed)
      }
      handle = computed
    }
    guard let handle else {
      throw .argument("Neither a handle nor a version number were given for the unpublication")
    }
    let fields: JSONObject = [
      "operation": "unpublish_one_version", "aggregation_level": "dataset",
      "message_timestamp": .string(settings.clock.timestamp), "handle": .string(handle),
      "data_node": .string(dataNode), "drs_id": drsID.map { .string($0) } ?? .null,
    ]
    return try send(
      fields, .unpublishOneVersion, behind: version.map { [("version_number", $0)] } ?? [])
  }

  /// Unpublishes all versions of a dataset; which ones there are, the consumer finds out.
  @discardableResult
  public func unpublishAllVersions(drsID: String) throws(PIDError) -> PIDMessage {
    let dataNode = try settings.requireDataNode(for: "unpublication")
    let fields: JSONObject = [
      "operation": "unpublish_all_versions", "aggregation_level": "dataset",
      "message_timestamp": .string(settings.clock.timestamp), "drs_id": .string(drsID),
      "data_node": .string(dataNode),
    ]
    return try send(fields, .unpublishAllVersions, solr: settings.consumerSolrURL)
  }

  @discardableResult
  public func addErrataIDs(
    drsID: String, versionNumber: VersionNumber, errataIDs: [String]
  ) throws(PIDError) -> PIDMessage {
    try sendErrata("add_errata_ids", .addErrata, drsID, versionNumber, errataIDs)
  }

  @discardableResult
  public func removeErrataIDs(
    drsID: String, versionNumber: VersionNumber, errataIDs: [String]
  ) throws(PIDError) -> PIDMessage {
    try sendErrata("remove_errata_ids", .removeErrata, drsID, versionNumber, errataIDs)
  }

  private func sendErrata(
    _ operation: String, _ kind: RoutingKey.Kind, _ drsID: String, _ version: VersionNumber,
    _ ids: [String]
  ) throws(PIDError) -> PIDMessage {
    let fields: JSONObject = [
      "handle": .string(makeHandle(drsID: drsID, versionNumber: version)),
      "message_timestamp": .string(settings.clock.timestamp),
      "errata_ids": .array(ids.map { .string($0) }), "operation": .string(operation),
      "drs_id": .string(drsID), "version_number": version.asGiven,
    ]
    return try send(fields, kind)
  }

  /// Makes a handle for a list of datasets.
  ///
  /// - Parameter content: dataset ids with their handles, as far as they are known. The handle of the
  ///   cart depends on the ids alone, not on their case or order.
  /// - Returns: the handle of the cart.
  @discardableResult
  public func createDataCartPID(_ content: [String: String?]) throws(PIDError) -> String {
    let handle = Handle.dataCart(content, prefix: settings.prefix)
    let members = content.sorted { $0.key < $1.key }.map { key, value in
      JSONObject.Member(key: key, value: value.map { .string($0) } ?? .null)
    }
    let fields: JSONObject = [
      "handle": .string(handle), "message_timestamp": .string(settings.clock.timestamp),
      "data_cart_content": .object(JSONObject(members)), "operation": "shopping_cart",
    ]
    _ = try send(fields, .dataCart)
    return handle
  }

  /// The documented name of ``createDataCartPID(_:)``, which today's Python client lacks.
  @discardableResult
  public func createShoppingCartPID(_ content: [String: String?]) throws(PIDError) -> String {
    try createDataCartPID(content)
  }

  private func send(
    _ fields: JSONObject, _ kind: RoutingKey.Kind, solr: String? = nil,
    behind: [(String, JSONValue)] = []
  ) throws(PIDError) -> PIDMessage {
    let content = MessageContent(fields, prefix: settings.prefix)
      .addressed(kind, solr: solr, test: settings.testPublication, behind: behind)
    let sent = try courier.send([content])
    return sent[0]
  }
}
