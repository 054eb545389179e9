import Contracts
import HTTPMessage
import JSON

extension Conformance {
  /// `{"op": "pact", "version", "kind", "expected", "actual"}` → `{"match": bool}`.
  ///
  /// Wraps both sides in a contract file, so that everything goes through the public reader: the
  /// expected side becomes the pattern, the actual side's example the message that came. A contract
  /// that can't be read matches nothing.
  static func pact(_ question: JSONValue) -> JSONValue {
    guard let version = question["version"]?.string, let kind = question["kind"]?.string,
      let expected = question["expected"], let actual = question["actual"]
    else { return ["skip": "version, kind, expected and actual are needed"] }
    do {
      let wanted = try exchange(expected, kind: kind, version: version)
      let came = try exchange(actual, kind: kind, version: version)
      let found = mismatches(of: wanted, with: came)
      return ["match": .bool(found.isEmpty), "mismatches": .array(found.map(\.json))]
    } catch {
      return ["match": false, "error": .string(error.description)]
    }
  }
}

private enum Side {
  case request(RequestPattern)
  case response(ResponsePattern)
  case message(MessagePattern)
}

private func mismatches(of wanted: Side, with came: Side) -> [Mismatch] {
  switch (wanted, came) {
  case (.request(let pattern), .request(let actual)): pattern.mismatches(with: actual.example)
  case (.response(let pattern), .response(let actual)): pattern.mismatches(with: actual.example)
  case (.message(let pattern), .message(let actual)):
    pattern.mismatches(
      withContents: actual.example, contentType: actual.contentType, metadata: actual.metadata)
  default: []
  }
}

private func exchange(
  _ side: JSONValue, kind: String, version: String
) throws(ContractError) -> Side {
  var interaction = kind == "message" ? side.object ?? JSONObject() : JSONObject()
  interaction["description"] = "case"
  if kind == "message" {
    interaction["type"] = "Asynchronous/Messages"
  } else {
    interaction["type"] = "Synchronous/HTTP"
    interaction["request"] = completed(kind == "request" ? side : [:])
    interaction["response"] = kind == "response" ? side : [:]
  }
  let list = kind == "message" && version != "v4" ? "messages" : "interactions"
  let file: JSONValue = .object(
    JSONObject([
      .init(key: list, value: [.object(interaction)]),
      .init(
        key: "metadata",
        value: ["pactSpecification": ["version": .string(version.dropFirst() + ".0")]]),
    ]))
  let contract = try Contract.read(JSONWriter.compact(file), name: "case")
  switch contract.interactions[0].exchange {
  case .http(let request, let response):
    return kind == "request" ? .request(request) : .response(response)
  case .message(let message): return .message(message)
  case .messageExchange:
    throw ContractError(
      file: "case", location: contract.interactions[0].location, reason: "not one message")
  }
}

/// The cases leave out what they aren't about.
private func completed(_ request: JSONValue) -> JSONValue {
  var members = request.object ?? JSONObject()
  if members["method"] == nil { members["method"] = "GET" }
  if members["path"] == nil { members["path"] = "/" }
  return .object(members)
}
