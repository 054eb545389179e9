import JSON
import ProvenaClient
import Testing

/// A public call of the client, with the exchanges that it has: a line of `Cases/calls.json`.
///
/// The file says for each call its documented name and endpoint, and where in a request its arguments
/// stand (`/query/handle_id`, `/body`), so that any request to that endpoint can be made by the call.
struct RecordedCall: Sendable, CustomTestStringConvertible {
  /// As it is written in Swift.
  let name: String
  let endpoint: String
  let method: String
  let path: String
  /// By the name of the parameter.
  let sources: [String: String]
  let exchanges: [String]

  var testDescription: String { name }

  static let all = CaseFile.list("calls").map(RecordedCall.init)

  private init(_ value: JSONValue) {
    name = value["call"]?.string ?? ""
    endpoint = value["endpoint"]?.string ?? ""
    method = value["method"]?.string ?? ""
    path = value["path"]?.string ?? ""
    sources = Self.texts(value["arguments"])
    exchanges = value["exchanges"]?.array?.compactMap(\.string) ?? []
  }

  fileprivate static func texts(_ value: JSONValue?) -> [String: String] {
    var texts: [String: String] = [:]
    for member in value?.object?.members ?? [] { texts[member.key] = member.value.string }
    return texts
  }

  static func of(_ exchange: Exchange) throws -> RecordedCall {
    try #require(all.first { $0.exchanges.contains(exchange.name) }, "no call has \(exchange.name)")
  }

  /// Makes the call as the exchange has it, and gives the result as the data store would write it.
  func result(_ exchange: Exchange, from client: DatastoreClient) async throws -> JSONValue? {
    let call = try #require(Calls.all[name], "\(name) is no call of the tests")
    return try await call(client, arguments(exchange))
  }

  private func arguments(_ exchange: Exchange) -> Arguments {
    var query: [String: String] = [:]
    for part in exchange.query.split(separator: "&") {
      let parts = part.split(separator: "=", maxSplits: 1).map(String.init)
      query[parts[0]] = parts.count > 1 ? Arguments.decoded(parts[1]) : ""
    }
    let sources = sources.merging(Difference.of(exchange)?.sources ?? [:]) { $1 }
    return Arguments(sources: sources, query: query, body: exchange.body ?? .null)
  }
}

/// Where the Swift client's request is not the one in an exchange, and why that is as it should be: a
/// line of `Cases/differences.json`. An entry that is not needed fails its test.
struct Difference: Sendable {
  let exchange: String
  /// Of the request: `query`, `body`, `type`.
  let parts: [String]
  /// Where the arguments stand instead.
  let sources: [String: String]

  static let all = CaseFile.list("differences").map { value in
    Difference(
      exchange: value["exchange"]?.string ?? "",
      parts: value["parts"]?.array?.compactMap(\.string) ?? [],
      sources: RecordedCall.texts(value["arguments"]))
  }

  static func of(_ exchange: Exchange) -> Difference? {
    all.first { $0.exchange == exchange.name }
  }
}
