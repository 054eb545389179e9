import HTTPMessage
import JSON

/// A state-change call: `{"action": "setup", "state": NAME, "params": {…}}` as the body, or the same
/// as query parameters without a body.
struct ProviderStateChange {
  let state: String
  let isTeardown: Bool
  let parameters: JSONObject

  init(_ call: AdminRequest) throws(AdminError) {
    let object = call.http.body.isEmpty ? Self.query(call.http.target) : try call.body()
    guard let state = object["state"]?.string else {
      throw AdminError(.badRequest, "\"state\" must name the provider state")
    }
    self.state = state
    switch object["action"] {
    case nil, .string("setup"): isTeardown = false
    case .string("teardown"): isTeardown = true
    case .some(let other):
      throw AdminError(.badRequest, "\"action\" must be \"setup\" or \"teardown\", not \(other)")
    }
    switch object["params"] {
    case nil, .null: parameters = JSONObject()
    case .object(let given): parameters = given
    case .some(let other):
      throw AdminError(.badRequest, "\"params\" must be an object, not \(other.typeName)")
    }
  }

  private static func query(_ target: HTTPTarget) -> JSONObject {
    var object = JSONObject()
    var parameters = JSONObject()
    for (name, text) in target.queryItems {
      if name == "state" || name == "action" {
        object[name] = .string(text)
      } else if name != "service" {
        parameters[name] = JSONNumber(text).map { .number($0) } ?? .string(text)
      }
    }
    object["params"] = .object(parameters)
    return object
  }
}
