import HTTPMessage
import JSON
import MockSupport
import Testing

/// A request of the Python client and the real service's answer, as they were on the wire.
struct Exchange: Sendable, CustomTestStringConvertible {
  /// What the recording was made to show.
  let name: String
  /// The file's name.
  let group: String
  let method: String
  let path: String
  let query: String
  let body: JSONValue?
  let token: String?
  /// `X-Auth-Project-Id`, which goes with a sign-in by v2.0.
  let project: String?
  let contentType: String?
  let response: HTTPResponse
  /// The answer as JSON; nil for pages and empty bodies.
  let answer: JSONValue?
  /// The exception of the Python client.
  let raised: String?

  var testDescription: String { "\(name): \(method) \(path)" }

  static let folder = "Tests/Services/Trove/ClientTests/Exchanges"

  /// All recorded exchanges, one file for each part of the service and one exchange for each line.
  static let recorded: [Exchange] = Repository.names(in: folder).flatMap { file -> [Exchange] in
    let value = try? JSONReader.value(of: Repository.bytes("\(folder)/\(file)"))
    return (value?.array ?? []).map { Exchange($0, group: String(file.dropLast(5))) }
  }

  /// Those with the database service that a call of the Swift client can make.
  static let calls = recorded.filter { !["identity", "other_refusals"].contains($0.group) }
  static let refusals = recorded.filter { $0.response.status.code >= 400 }

  static func named(_ name: String) throws -> Exchange {
    try #require(recorded.first { $0.name == name }, "no recording \(name)")
  }

  /// The path below the endpoint, decoded.
  var segments: [String] {
    path.split(separator: "/").dropFirst(2).map { segment in
      String(decoding: PercentCoding.decode(Array(segment.utf8)[...]) ?? [], as: UTF8.self)
    }
  }

  /// `/v1.0/` and the project's id.
  var endpointPath: String { "/" + path.split(separator: "/").prefix(2).joined(separator: "/") }

  init(_ value: JSONValue, group: String) {
    self.group = group
    name = value["name"]?.string ?? ""
    let request = value["request"]
    method = request?["method"]?.string ?? ""
    path = request?["path"]?.string ?? ""
    query = request?["query"]?.string ?? ""
    let content = request?["body"] ?? .null
    body = content == .null ? Optional.none : content
    token = request?["headers"]?["X-Auth-Token"]?.string
    project = request?["headers"]?["X-Auth-Project-Id"]?.string
    contentType = request?["headers"]?["Content-Type"]?.string
    raised = value["raised"]?.string
    let recorded = value["response"]
    let said = recorded?["body"] ?? .null
    let isText = said.string != nil
    answer = said == .null || isText ? Optional.none : said
    var fields = HTTPFields()
    for member in recorded?["headers"]?.object?.members ?? [] {
      fields.append(HTTPFieldName(member.key), member.value.string ?? "")
    }
    let text =
      said == .null ? [] : isText ? Array((said.string ?? "").utf8) : JSONWriter.compact(said)
    response = HTTPResponse(
      status: HTTPStatus(recorded?["status"]?.int ?? 0), fields: fields, body: text)
  }
}
