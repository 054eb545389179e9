import HTTPMessage
import HTTPTransport
import JSON
import MockServer
import MockSupport
import Testing

/// A request of the Python client and the answer to it, as they were on the wire.
struct Exchange: Sendable, CustomTestStringConvertible {
  let name: String
  let method: String
  let path: String
  /// The path with the query.
  let target: String
  let fields: [(name: String, value: String)]
  let content: [UInt8]
  let response: HTTPResponse

  var testDescription: String { "\(name): \(method) \(path)" }

  static let folder = "Tests/Services/Oaio/ClientTests/Exchanges"

  static let all: [Exchange] = Repository.names(in: folder).compactMap { file in
    (try? JSONReader.value(of: Repository.bytes("\(folder)/\(file)"))).map(Exchange.init)
  }

  /// Those that a call of the client asks for.
  static let called: [Exchange] = all.filter { Difference.reason(for: $0) == nil }

  init(_ value: JSONValue) {
    name = value["name"]?.string ?? ""
    let request = value["request"]
    method = request?["method"]?.string ?? ""
    path = request?["path"]?.string ?? ""
    let query = request?["query"]?.string ?? ""
    target = query.isEmpty ? path : "\(path)?\(query)"
    fields = Self.fields(request)
    content = Self.content(request)
    var answered = HTTPResponse(
      status: HTTPStatus(value["response"]?["status"]?.int ?? 0),
      body: Self.content(value["response"]))
    for (name, value) in Self.fields(value["response"]) {
      answered.fields.append(HTTPFieldName(name), value)
    }
    response = answered
  }

  private static func fields(_ message: JSONValue?) -> [(name: String, value: String)] {
    (message?["headers"]?.array ?? []).map { ($0[0]?.string ?? "", $0[1]?.string ?? "") }
  }

  private static func content(_ message: JSONValue?) -> [UInt8] {
    if let text = message?["body_base64"]?.string { return Base64.decode(text) ?? [] }
    return Array((message?["body"]?.string ?? "").utf8)
  }

  subscript(field: String) -> String? { fields.first { $0.name == field }?.value }

  /// The request's body as JSON.
  var body: JSONValue? { try? JSONReader.value(of: content) }
  /// The answer as JSON.
  var answer: JSONValue? { try? JSONReader.value(of: response.body) }

  /// What the path ends with: the slug and, for some, a name.
  var slug: [String] {
    path.split(separator: "/").dropFirst().map {
      String(decoding: PercentCoding.decode(Array($0.utf8)[...]) ?? [], as: UTF8.self)
    }
  }

  /// Who asked, in plain text.
  func context(_ field: String) -> String {
    String(decoding: PythonBytes.read(self[field] ?? "") ?? [], as: UTF8.self)
  }

  /// Whether a request is the recorded one, by method and address.
  func isAsked(by request: TransportRequest) -> Bool {
    request.method.name == method && HTTPTarget(request.url).pathAndQuery == target
  }
}

/// A recording that no call of the client makes, and why.
struct Difference: Sendable {
  let name: String
  let reason: String

  static let all: [Difference] = [
    Difference(name: "no_session", reason: "made by hand, without a session"),
    Difference(name: "csrf_header_missing", reason: "made by hand, without the token"),
    Difference(
      name: "upload_of_deleted_object",
      reason: "posted by hand to upload/ with values that only a registration has"),
  ]

  /// Recordings whose request has no content type: the Swift client always names it, since a transport
  /// would make up another.
  static let untyped = ["digi_create_folder"]

  static func reason(for exchange: Exchange) -> String? {
    all.first { $0.name == exchange.name }?.reason
  }
}
