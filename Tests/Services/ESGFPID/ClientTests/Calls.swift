import AMQP
import ESGFPIDClient
import JSON

/// A connector and its calls as case files write them.
enum Calls {
  static func connector(
    _ value: JSONValue?, at address: BrokerAddress = BrokerAddress(host: "127.0.0.1", port: 1),
    rule: RetryRule = RetryRule(), clock: MessagingClock = .system
  ) throws(PIDError) -> Connector {
    func text(_ key: String, _ usual: String) -> String { value?[key]?.string ?? usual }
    func optional(_ key: String, _ usual: String) -> String? {
      value?[key] == .null ? nil : text(key, usual)
    }
    let credentials = value?["credentials"]?.array?.map { node in
      MessagingCredentials(
        host: node["host"]?.string ?? "", port: node["port"]?.int ?? 5672,
        user: node["user"]?.string ?? "", password: node["password"]?.string ?? "",
        virtualHost: "v", sslEnabled: node["ssl"]?.bool ?? false)
    }
    return try Connector(
      handlePrefix: text("prefix", "21.14100"), exchangeName: text("exchange", "x"),
      credentials: credentials ?? [MessagingCredentials(address)],
      dataNode: optional("data_node", "esgf.example.org"),
      threddsServicePath: optional("thredds_service_path", "/thredds/fileServer/"),
      testPublication: value?["test_publication"]?.bool ?? false,
      consumerSolrURL: value?["consumer_solr_url"]?.string, retryRule: rule, clock: clock)
  }

  /// Makes a call; the handle that it gives, if any.
  @discardableResult
  static func make(_ call: JSONValue, on connector: Connector) throws(PIDError) -> String? {
    let drsID = call["drs_id"]?.string
    let version = call["version"].flatMap { value in
      value.int.map { VersionNumber($0) } ?? value.string.map { VersionNumber($0) }
    }
    let ids = call["ids"]?.array?.compactMap(\.string) ?? []
    let cart = call["content"]?.object?.members.map { ($0.key, $0.value.string) } ?? []
    let content = Dictionary(uniqueKeysWithValues: cart)
    switch call["call"]?.string {
    case "publish":
      let assistant = try connector.createPublicationAssistant(
        drsID: drsID ?? "", versionNumber: version ?? 0,
        isReplica: call["is_replica"]?.bool ?? false)
      for file in call["files"]?.array ?? [] { try assistant.add(PublishedFile(file)) }
      try assistant.datasetPublicationFinished()
      return assistant.datasetHandle
    case "unpublishOneVersion":
      try connector.unpublishOneVersion(
        datasetHandle: call["handle"]?.string, drsID: drsID, versionNumber: version)
    case "unpublishAllVersions": try connector.unpublishAllVersions(drsID: drsID ?? "")
    case "addErrataIDs":
      try connector.addErrataIDs(
        drsID: drsID ?? "", versionNumber: version ?? 0, errataIDs: ids)
    case "removeErrataIDs":
      try connector.removeErrataIDs(
        drsID: drsID ?? "", versionNumber: version ?? 0, errataIDs: ids)
    case "createDataCartPID": return try connector.createDataCartPID(content)
    case "createShoppingCartPID": return try connector.createShoppingCartPID(content)
    default: throw .argument("there is no call \(call)")
    }
    return nil
  }
}

extension MessagingCredentials {
  init(_ address: BrokerAddress, priority: Priority? = nil) {
    self.init(
      host: address.host, port: address.port, user: address.user, password: address.password,
      virtualHost: address.virtualHost, priority: priority)
  }
}

extension PublishedFile {
  init(_ value: JSONValue) {
    func text(_ key: String) -> String { value[key]?.string ?? "" }
    self.init(
      name: text("name"), handle: text("handle"), size: value["size"]?.int ?? 0,
      checksum: text("checksum"), checksumType: text("checksum_type"),
      publishPath: text("publish_path"), version: text("version"))
  }
}
