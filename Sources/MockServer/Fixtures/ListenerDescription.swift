import JSON

/// A port of a service: what is spoken there, and the address that clients are told.
public struct ListenerDescription: Sendable, Equatable {
  /// The word used for it on the command line. One of a service's listeners bears the service's name.
  public let name: String
  /// For example `http` or `amqp`. HTTP is what every service speaks somewhere, for its admin calls.
  public let scheme: String
  /// The usual port; 0 for any free one.
  public let port: UInt16
  /// What clients are told; `${address}` stands for host and port.
  let urlTemplate: String

  public var isHTTP: Bool { scheme == Self.http }

  private static let http = "http"

  /// The one listener of a service that has no other.
  init(name: String, port: UInt16) {
    self.name = name
    self.port = port
    scheme = Self.http
    urlTemplate = "http://${address}"
  }

  /// - Throws: ``FixtureError`` for what is wrong in it.
  init(_ node: FixtureNode) throws(FixtureError) {
    (name, port, urlTemplate, scheme) = try node.object { object throws(FixtureError) in
      let name = try object.required("name")
      guard PlainName.is(try name.string()) else {
        throw name.error("a name has letters, digits, - and _ only")
      }
      let port = UInt16(try object.optional("port")?.int(in: 1...65_535) ?? 0)
      let url = object.optional("url")
      let template = try url?.string() ?? "http://${address}"
      guard template.contains("${address}"), let scheme = template.firstRange(of: "://") else {
        throw (url ?? node).error("an address has a scheme and ${address}, as http://${address}")
      }
      return (
        try name.string(), port, template, String(template[..<scheme.lowerBound])
      )
    }
  }

  /// What clients are told when it listens on an address, as `127.0.0.1:5672`.
  public func url(at address: String) -> String {
    Template.fill(urlTemplate, with: JSONObject([.init(key: "address", value: .string(address))]))
  }

  /// The listeners of a service.
  ///
  /// - Parameter node: the list in its `service.json`.
  /// - Throws: ``FixtureError`` unless one bears the service's name and one speaks HTTP.
  static func all(_ node: FixtureNode, of service: String) throws(FixtureError)
    -> [ListenerDescription]
  {
    var listeners: [ListenerDescription] = []
    for element in try node.array() {
      let listener = try ListenerDescription(element)
      guard !listeners.contains(where: { $0.name == listener.name }) else {
        throw element.error("a second listener with the name \"\(listener.name)\"")
      }
      listeners.append(listener)
    }
    guard listeners.contains(where: { $0.name == service }) else {
      throw node.error("one of the listeners must have the service's name \"\(service)\"")
    }
    guard listeners.count(where: \.isHTTP) == 1 else {
      throw node.error("exactly one of the listeners must speak HTTP, for the admin calls")
    }
    return listeners
  }
}
