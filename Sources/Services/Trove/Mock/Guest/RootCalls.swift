import HTTPMessage
import JSON
import MockServer

/// The root user of an instance (sheet, section 4), and what administrators are told of it.
extension TroveRoute {
  static var root: [TroveRoute] {
    let path = "/instances/{id}/root"
    return [
      TroveRoute(.get, path) { call, state throws(TroveRefusal) in
        let id = try state.useGuest(call)
        return .json(
          JSONWriter.compact([
            "rootEnabled": .bool(state.contents[id]?.isRootEnabled ?? false)
          ]))
      },
      TroveRoute(.post, path) { call, state throws(TroveRefusal) in try call.enableRoot(&state) },
      TroveRoute(.delete, path) { call, state throws(TroveRefusal) in
        let id = try state.useGuest(call)
        guard state.contents[id]?.isRootEnabled == true else {
          throw .notFound("Root user has never been enabled on the instance.")
        }
        state.contents[id]?.isRootEnabled = false
        return HTTPResponse(status: .noContent)
      },
      TroveRoute(.get, "/mgmt/instances/{id}/root") { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        let instance = try state.instance(call.id(), of: call)
        let history = state.contents[instance.id]?.rootHistory
        return TroveCall.envelope("root_history") { json in
          json.beginObject()
          json.key("id")
          json.string(instance.id)
          json.key("enabled")
          json.string(history?.enabled.iso8601Seconds ?? "Never")
          json.key("user")
          json.string(history?.user ?? "Nobody")
          json.endObject()
        }
      },
    ]
  }
}

extension TroveCall {
  /// The password in the answer is the setting's, whatever the body asks for: so it was recorded.
  fileprivate func enableRoot(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    if case let body = try optionalJSON(), body != .null {
      let object = try Validation.object(body, at: "body")
      if let password = object["password"], password != .null {
        _ = try Validation.string(password, at: "password")
      }
    }
    let id = try state.useGuest(self)
    try state.changeContents(of: id) { contents throws(TroveRefusal) in
      if !contents.isRootEnabled { contents.rootHistory = (now, caller.user) }
      contents.isRootEnabled = true
    }
    return Self.envelope("user") {
      $0.value(["name": "root", "password": .string(settings.rootPassword)])
    }
  }
}
