public import JSON
import ServiceAnswers

/// A log file of an instance, which the service can publish to the object store.
public struct InstanceLog: TroveObject {
  public let attributes: JSONObject

  /// For example `general`, `error`, `slow_query`.
  public let name: String
  /// `USER`, which can be enabled and disabled, or `SYS`.
  public let type: String
  /// For example `Disabled`, `Ready`, `Published`.
  public let status: String
  /// Bytes in the object store.
  public let published: Int
  /// Bytes that are not there yet.
  public let pending: Int
  /// Where in the object store; nil until something was published, as the two that follow.
  public let container: String?
  public let prefix: String?
  public let metafile: String?
}

/// What can be done with a log; more than one at a time, where it makes sense to the service.
public struct LogAction: OptionSet, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let enable = LogAction(rawValue: 1)
  public static let disable = LogAction(rawValue: 2)
  public static let publish = LogAction(rawValue: 4)
  public static let discard = LogAction(rawValue: 8)

  static let names: [(LogAction, String)] = [
    (.enable, "enable"), (.disable, "disable"), (.discard, "discard"), (.publish, "publish"),
  ]
}

/// Whether an instance speaks TLS.
public struct InstanceSSL: TroveObject {
  public let attributes: JSONObject

  /// Nil in the answer to a rollback.
  public let isEnabled: Bool?
  /// For example `builtin`.
  public let mode: String?
}

extension InstanceLog: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    name = try answer.member("name").string()
    type = try answer.member("type").string()
    status = try answer.member("status").string()
    published = try answer.member("published").int()
    pending = try answer.member("pending").int()
    container = try answer.text("container")
    prefix = try answer.text("prefix")
    metafile = try answer.text("metafile")
  }
}

extension InstanceSSL: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    isEnabled = try answer.flag("enabled")
    mode = try answer.text("mode")
  }
}

/// Logs of an instance.
extension InstanceManager {
  /// The logs that there are.
  public func logList(_ id: String) async throws(TroveError) -> Page<InstanceLog> {
    try await client.page(.get("instances", id, "log"), "logs")
  }

  /// A log.
  ///
  /// - Throws: ``TroveError``: not found for an unknown log.
  public func logShow(_ id: String, _ name: String) async throws(TroveError) -> InstanceLog {
    try await logAction(id, name, [])
  }

  /// Enables, disables, publishes or discards a log, and gives what became of it.
  ///
  /// - Throws: ``TroveError``: a bad request for actions that don't go together; not found for an
  ///   unknown log.
  public func logAction(
    _ id: String, _ name: String, _ actions: LogAction
  ) async throws(TroveError) -> InstanceLog {
    var body = JSONObject()
    body.set("name", name)
    for (action, name) in LogAction.names where actions.contains(action) { body.set(name, 1) }
    return try await client.value(.post("instances", id, "log", body: .object(body)), "log")
  }
}

/// TLS of an instance.
extension InstanceManager {
  /// - Parameter includesCertificate: whether the certificate is told, too; it is among the
  ///   ``TroveObject/attributes`` then.
  public func sslShow(
    _ id: String, includesCertificate: Bool = false
  ) async throws(TroveError) -> InstanceSSL {
    var call = Call.get("instances", id, "ssl")
    if includesCertificate { call.query.add("include_certificate", true) }
    return try await client.value(call, "ssl")
  }

  /// - Parameters:
  ///   - containerRef: the address of the certificate in the key manager.
  ///   - passwordRef: the address of its passphrase there.
  /// - Throws: ``TroveError``: a bad request where the service wants a certificate and gets none.
  public func sslEnable(
    _ id: String, mode: String? = nil, containerRef: String? = nil, passwordRef: String? = nil
  ) async throws(TroveError) -> InstanceSSL {
    var ssl = JSONObject()
    ssl.set("enable", true)
    ssl.set("mode", mode)
    ssl.set("container_ref", containerRef)
    ssl.set("password_ref", passwordRef)
    return try await change(id, ssl)
  }

  /// Turns TLS off.
  public func sslDisable(_ id: String) async throws(TroveError) -> InstanceSSL {
    try await change(id, JSONObject([.init(key: "disable", value: true)]))
  }

  /// Goes back to the certificate before.
  public func sslRollback(_ id: String) async throws(TroveError) -> InstanceSSL {
    try await change(id, JSONObject([.init(key: "rollback", value: true)]))
  }

  private func change(_ id: String, _ body: JSONObject) async throws(TroveError) -> InstanceSSL {
    try await client.value(.post("instances", id, "ssl", body: ["ssl": .object(body)]), "ssl")
  }
}

/// Modules on an instance.
extension InstanceManager {
  /// The modules that the service knows to be on an instance.
  public func modules(_ id: String) async throws(TroveError) -> Page<Module> {
    try await client.page(.get("instances", id, "modules"), "modules")
  }

  /// The modules that the instance itself says it has.
  ///
  /// - Parameter includesContents: whether their contents are told, too; they are among the
  ///   ``TroveObject/attributes`` then.
  public func moduleQuery(
    _ id: String, includesContents: Bool = false
  ) async throws(TroveError) -> Page<Module> {
    var call = Call.get("instances", id, "modules")
    call.query.add("from_guest", true)
    if includesContents { call.query.add("include_contents", true) }
    return try await client.page(call, "modules")
  }

  /// Puts modules on an instance, and gives those that were.
  ///
  /// - Parameter modules: ids.
  public func moduleApply(_ id: String, _ modules: [String]) async throws(TroveError)
    -> Page<Module>
  {
    let body: JSONValue = ["modules": .array(modules.map { ["id": .string($0)] })]
    return try await client.page(.post("instances", id, "modules", body: body), "modules")
  }

  /// Takes a module off an instance.
  ///
  /// - Parameter module: id.
  public func moduleRemove(_ id: String, _ module: String) async throws(TroveError) {
    try await client.send(.delete("instances", id, "modules", module))
  }
}
