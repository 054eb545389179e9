import JSON
import TroveClient

/// The call of the Swift client that asks for a path, as a recording has it.
struct Route: Sendable {
  typealias Call =
    @Sendable (TroveClient, Parts) async throws(TroveError) -> JSONValue?

  /// As it is written in Swift.
  let name: String
  let method: String
  /// The path below the endpoint, with a `*` for each part that is an argument; what follows a `?`
  /// is the first name in the query, and what follows a `:` the first member of the body.
  let pattern: String
  let call: Call

  init(_ name: String, _ method: String, _ pattern: String, _ call: @escaping Call) {
    self.name = name
    self.method = method
    self.pattern = pattern
    self.call = call
  }

  /// The arguments, in the form they have on the wire.
  struct Parts: Sendable {
    let path: [String]
    let query: [String: String]
    let body: JSONValue

    subscript(number: Int) -> String { path.indices.contains(number) ? path[number] : "" }
    var limit: Int? { query["limit"].flatMap { Int($0) } }
    var marker: String? { query["marker"] }
    func flag(_ name: String) -> Bool? { query[name].map { $0.lowercased() == "true" } }
  }

  static let all =
    instances + instanceActions + instanceServices + databases + users + catalogue + configurations
    + backups + clusters + modules + management

  static func of(_ exchange: Exchange) -> (route: Route, parts: Parts)? {
    var query: [String: String] = [:]
    for pair in exchange.query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      // As it stands: a marker of users is encoded for the caller, too.
      query[parts.first ?? ""] = parts.count > 1 ? parts[1] : ""
    }
    let body = exchange.body ?? .null
    let matching = all.compactMap { route in
      route.arguments(exchange, query, body).map { (route, $0) }
    }
    // The most special one.
    guard
      let (route, path) = matching.max(by: { $0.0.special < $1.0.special })
    else { return nil }
    return (route, Parts(path: path, query: query, body: body))
  }

  private var special: Int {
    pattern.split(separator: "/").filter { $0 != "*" }.count * 10
      + (pattern.contains("?") || pattern.contains(":") ? 5 : 0)
  }

  private func arguments(
    _ exchange: Exchange, _ query: [String: String], _ body: JSONValue
  ) -> [String]? {
    guard method == exchange.method else { return nil }
    var template = pattern
    if let mark = template.firstIndex(where: { $0 == "?" || $0 == ":" }) {
      let name = String(template[template.index(after: mark)...])
      guard template[mark] == "?" ? query[name] != nil : body.object?.keys.first == name else {
        return nil
      }
      template = String(template[..<mark])
    }
    let steps = template.split(separator: "/").map(String.init)
    let segments = exchange.segments
    guard steps.count == segments.count else { return nil }
    var arguments: [String] = []
    for (step, segment) in zip(steps, segments) {
      if step == "*" {
        arguments.append(segment)
      } else if step != segment {
        return nil
      }
    }
    return arguments
  }
}

extension JSONValue {
  /// Texts in a recorded body.
  func text(_ key: String) -> String? { self[key]?.string }
  func texts(_ key: String) -> [String]? {
    self[key]?.array?.compactMap { $0.string ?? $0.text("id") }
  }
}
