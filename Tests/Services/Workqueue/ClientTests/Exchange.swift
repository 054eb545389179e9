import HTTPMessage
import JSON
import MockSupport
import Testing

/// A request of the Python client and the reference service's answer, as they were on the wire.
struct Exchange: Sendable, CustomTestStringConvertible {
  /// What the recording was made to show; also the file's name.
  let check: String
  /// Place in the file.
  let number: Int
  let method: String
  let path: String
  let query: String
  let body: JSONValue?
  let token: String?
  let contentType: String?
  let response: HTTPResponse
  /// The answer as JSON; nil for pages and empty bodies.
  let answer: JSONValue?

  var testDescription: String { "\(check) \(number): \(method) \(path)" }

  static let folder = "Tests/Services/Workqueue/ClientTests/Exchanges"

  /// All recorded exchanges, one file for each check and one exchange for each line of it.
  static let all: [Exchange] = Repository.names(in: folder).flatMap { file -> [Exchange] in
    let value = try? JSONReader.value(of: Repository.bytes("\(folder)/\(file)"))
    return (value?.array ?? []).enumerated().map { number, value in
      Exchange(value, check: value["check"]?.string ?? "", number: number)
    }
  }

  /// The examples of the workqueue's documentation, as valid JSON.
  static let documented: [Exchange] = {
    let file = "Tests/Services/Workqueue/MockTests/Cases/documented.json"
    let cases = (try? JSONReader.value(of: Repository.bytes(file)))?.array ?? []
    return cases.map { value in
      Exchange(value["steps"]?[0] ?? .null, check: value["name"]?.string ?? "", number: 0)
    }
  }()

  /// The exchanges of one check, in order.
  static func all(_ check: String) -> [Exchange] { all.filter { $0.check == check } }

  init(_ value: JSONValue, check: String, number: Int) {
    self.check = check
    self.number = number
    let request = value["request"]
    method = request?["method"]?.string ?? ""
    path = request?["path"]?.string ?? ""
    query = request?["query"]?.string ?? ""
    let content = request?["body"] ?? .null
    body = content == .null ? Optional.none : content
    token = request?["headers"]?["X-Token"]?.string
    contentType = request?["headers"]?["Content-Type"]?.string
    let recorded = value["response"]
    let type = recorded?["headers"]?["Content-Type"]?.string ?? "application/json"
    let said = recorded?["body"] ?? .null
    let isJSON = type == "application/json"
    answer = isJSON ? said : Optional.none
    response = HTTPResponse(
      status: HTTPStatus(recorded?["status"]?.int ?? 0), fields: [.contentType: type],
      body: isJSON ? JSONWriter.compact(said) : Array((said.string ?? "").utf8))
  }
}
