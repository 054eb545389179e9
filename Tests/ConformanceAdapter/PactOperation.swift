import Contracts
import HTTPMessage
import JSON

/// `{"op": "pact", "version", "kind", "expected", "actual"}` → `{"match": bool}`.
///
/// Wraps both sides in a contract file, so that everything goes through the public reader: the
/// expected side becomes the pattern, the actual side's example the message that came. A contract
/// that can't be read matches nothing.
func pact(_ question: JSONValue) -> JSONValue {
  guard let version = question["version"]?.string, let kind = question["kind"]?.string,
    let expected = question["expected"], let actual = question["actual"]
  else { return ["skip": "version, kind, expected and actual are needed"] }
  do {
    let wanted = try exchange(expected, kind: kind, version: version)
    let came = try exchange(actual, kind: kind, version: version)
    let mismatches =
      kind == "request"
      ? wanted.request.mismatches(with: came.request.example)
      : wanted.response.mismatches(with: came.response.example)
    return ["match": .bool(mismatches.isEmpty), "mismatches": .array(mismatches.map(\.json))]
  } catch {
    return ["match": false, "error": .string(error.description)]
  }
}

private func exchange(
  _ side: JSONValue, kind: String, version: String
) throws(ContractError) -> (request: RequestPattern, response: ResponsePattern) {
  let request: JSONValue = kind == "request" ? completed(side) : ["method": "GET", "path": "/"]
  let response: JSONValue =
    switch kind {
    case "request": ["status": 200]
    case "message": response(ofMessage: side)
    default: side
    }
  let file: JSONValue = [
    "interactions": [
      [
        "type": "Synchronous/HTTP", "description": "case", "request": request,
        "response": response,
      ]
    ],
    "metadata": ["pactSpecification": ["version": .string(String(version.dropFirst()) + ".0")]],
  ]
  let contract = try Contract.read(JSONWriter.compact(file), name: "case")
  guard case .http(let requestPattern, let responsePattern)? = contract.interactions.first?.exchange
  else { return try exchange(["status": 200], kind: "response", version: "v4") }
  return (requestPattern, responsePattern)
}

/// The cases leave out what they aren't about.
private func completed(_ request: JSONValue) -> JSONValue {
  var members = request.object ?? JSONObject()
  if members["method"] == nil { members["method"] = "GET" }
  if members["path"] == nil { members["path"] = "/" }
  return .object(members)
}

/// A message's contents are compared as a response's body is.
private func response(ofMessage message: JSONValue) -> JSONValue {
  var members = JSONObject()
  members["body"] = message["contents"]
  members["matchingRules"] = message["matchingRules"]
  return .object(members)
}
