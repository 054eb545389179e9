import HTTPMessage
import JSON
import MockSupport
import Testing

/// A request and its answer as they were on the wire, between the Python client (or plain HTTP where
/// it has no method) and the real data store or a Keycloak's stand-in; or, where they differ, as they
/// are documented.
struct Exchange: Sendable, CustomTestStringConvertible {
  let name: String
  /// The file's name.
  let group: String
  let method: String
  let path: String
  let query: String
  let body: JSONValue?
  let fields: HTTPFields
  let response: HTTPResponse
  /// The answer as JSON; nil for texts and empty bodies.
  let answer: JSONValue?

  var testDescription: String { "\(name): \(method) \(path)" }

  private static let folder = CaseFile.folder + "/Exchanges"

  /// One file for each part of the service, and one exchange for each line.
  static let all: [Exchange] = Repository.names(in: folder).flatMap { file -> [Exchange] in
    let value = try? JSONReader.value(of: Repository.bytes("\(folder)/\(file)"))
    return (value?.array ?? []).map { Exchange($0, group: String(file.dropLast(".json".count))) }
  }

  /// Those with the data store that a call of the Swift client can make.
  static let calls = all.filter { !["realm", "other_refusals"].contains($0.group) }
  static let refusals = all.filter { $0.group != "realm" && $0.response.status != .ok }

  static func named(_ name: String) throws -> Exchange {
    try #require(all.first { $0.name == name }, "no exchange \(name)")
  }

  var pathAndQuery: String { query.isEmpty ? path : "\(path)?\(query)" }
  var token: String {
    (fields["Authorization"] ?? "").trimmingPrefix("Bearer ").description
  }

  init(_ value: JSONValue, group: String) {
    self.group = group
    name = value["name"]?.string ?? ""
    let request = value["request"]
    method = request?["method"]?.string ?? ""
    path = request?["path"]?.string ?? ""
    query = request?["query"]?.string ?? ""
    let content = request?["body"] ?? .null
    body = content == .null ? Optional.none : content
    fields = Self.fields(request)
    let recorded = value["response"]
    // Of calls, the placeholders are as good as tokens.
    let said =
      group == "realm" ? CaseFile.filled(recorded?["body"] ?? .null) : recorded?["body"] ?? .null
    var fields = Self.fields(recorded)
    let isJSON = fields[.contentType]?.hasPrefix("text/") != true
    if fields[.contentType] == nil { fields.append(.contentType, "application/json") }
    answer = isJSON && said != .null ? said : Optional.none
    response = HTTPResponse(
      status: HTTPStatus(recorded?["status"]?.int ?? 0), fields: fields,
      body: isJSON ? JSONWriter.compact(said) : Array((said.string ?? "").utf8))
  }

  private static func fields(_ message: JSONValue?) -> HTTPFields {
    var fields = HTTPFields()
    for member in message?["headers"]?.object?.members ?? [] {
      fields.append(HTTPFieldName(member.key), member.value.string ?? "")
    }
    return fields
  }
}
