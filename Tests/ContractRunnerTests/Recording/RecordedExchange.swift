import Contracts
import HTTPMessage
import JSON
import MockSupport
import Testing

@testable import ContractRunner

/// An exchange of `exchanges.json`, and what a contract is to say of it.
struct RecordedExchange: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let request: HTTPRequest
  let response: HTTPResponse
  /// By JSON pointer; null for what must not be there.
  let expected: JSONObject
  let lacking: [String]

  static let all: [RecordedExchange] = {
    let text = Repository.bytes("Tests/ContractRunnerTests/Recording/exchanges.json")
    return ((try? JSONReader.value(of: text))?.array ?? []).map(RecordedExchange.init)
  }()

  private init(_ value: JSONValue) {
    testDescription = value["name"]?.string ?? ""
    let asked = value["request"] ?? .null
    let answered = value["response"] ?? .null
    request = HTTPRequest(
      method: HTTPMethod(asked["method"]?.string ?? "GET"), target: asked["target"]?.string ?? "/",
      fields: Self.fields(asked), body: Self.body(asked))
    response = HTTPResponse(
      status: HTTPStatus(answered["status"]?.int ?? 200), fields: Self.fields(answered),
      body: Self.body(answered))
    expected = value["expect"]?.object ?? JSONObject()
    lacking = (value["lacks"]?.array ?? []).compactMap(\.string)
  }

  private static func fields(_ value: JSONValue) -> HTTPFields {
    var fields = HTTPFields()
    for line in value["headers"]?.array ?? [] {
      fields.append(HTTPFieldName(line[0]?.string ?? ""), line[1]?.string ?? "")
    }
    if value["json"] != nil { fields.append(.contentType, "application/json") }
    return fields
  }

  private static func body(_ value: JSONValue) -> [UInt8] {
    if let json = value["json"] { return JSONWriter.compact(json) }
    if let encoded = value["base64"]?.string { return Base64.decode(encoded) ?? [] }
    return Array((value["text"]?.string ?? "").utf8)
  }

  /// The rules that the product has.
  static func rules() throws -> RecordingRules {
    try RecordingRules(Repository.bytes("fixtures/recording/rules.json"), name: "rules.json")
  }
}

extension JSONValue {
  /// The value at `/a/0/b`, where names hold no slash.
  func at(_ pointer: String) -> JSONValue? {
    pointer.dropFirst().split(separator: "/").reduce(Optional(self)) { value, step in
      value?.array == nil ? value?[String(step)] : value?[Int(step) ?? -1]
    }
  }
}
