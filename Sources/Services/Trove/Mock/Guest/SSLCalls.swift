import HTTPMessage
import JSON
import MockServer

/// How connections to an instance are encrypted (sheet, section 4). Certificates are in a key store,
/// which is no part of this service: any reference to one is taken.
extension TroveRoute {
  static var ssl: [TroveRoute] {
    let path = "/instances/{id}/ssl"
    return [
      TroveRoute(.get, path) { call, state throws(TroveRefusal) in
        let instance = try state.useDatabase(call.id(), call)
        return call.sslAnswer(state.contents[instance.id]?.sslMode)
      },
      TroveRoute(.post, path) { call, state throws(TroveRefusal) in try call.changeSSL(&state) },
    ]
  }
}

extension TroveSettings {
  struct SSL: Sendable {
    /// What the datastore does by itself.
    let builtin: String
    /// What can be asked for, the usual one first.
    let modes: [String]

    init(_ node: FixtureNode) throws(FixtureError) {
      self = try node.object { object throws(FixtureError) in try SSL(&object) }
    }

    private init(_ object: inout FixtureObject) throws(FixtureError) {
      builtin = try object.required("builtin").string()
      modes = try object.required("modes").strings()
    }
  }
}

extension InstanceContents {
  fileprivate mutating func setSSL(_ mode: String?) {
    previousSSLMode = sslMode
    sslMode = mode
  }
}

extension TroveCall {
  fileprivate func sslAnswer(_ mode: String?) -> HTTPResponse {
    Self.envelope("ssl") {
      $0.value(["enabled": .bool(mode != nil), "mode": .string(mode ?? settings.ssl.builtin)])
    }
  }

  fileprivate func changeSSL(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let body = try object("ssl")
    let instance = try state.useIdle(id(), self)
    let enables = Self.isTrue(body["enable"])
    let disables = Self.isTrue(body["disable"])
    let rollsBack = Self.isTrue(body["rollback"])
    if enables, !Self.isTrue(body["container_ref"]) {
      throw .badRequest("You should provide container_ref for enabling ssl.")
    }
    if [enables, disables, rollsBack].count(where: { $0 }) > 1 {
      throw .badRequest("Cannot do several operations at once.")
    }
    if rollsBack {
      let mode = state.contents[instance.id]?.previousSSLMode
      state.contents[instance.id]?.setSSL(mode)
      return Self.envelope("ssl") { $0.value(["mode": .string(mode ?? settings.ssl.builtin)]) }
    }
    if instance.replicaOf != nil {
      throw .badRequest(
        "Unable to modify ssl on the replica. Please perform the action on the primary instead.")
    }
    let modes = settings.ssl.modes
    let mode = body["mode"].flatMap { $0 == .null ? nil as JSONValue? : $0 }
    guard let wanted = mode.map(\.string) ?? modes.first, modes.contains(wanted) else {
      throw .badRequest(
        "Unknown SSL mode. Available options are: \(modes.joined(separator: ", "))")
    }
    for id in [instance.id] + state.replicas(of: instance.id).map(\.id) where enables || disables {
      state.contents[id]?.setSSL(enables ? wanted : nil as String?)
    }
    return sslAnswer(state.contents[instance.id]?.sslMode)
  }

  /// What Python takes for true.
  private static func isTrue(_ value: JSONValue?) -> Bool {
    switch value {
    case .bool(let flag): flag
    case .number(let number): number.double != 0
    case .string(let text): !text.isEmpty
    case .array(let elements): !elements.isEmpty
    case .object(let object): !object.isEmpty
    case .null, nil: false
    }
  }
}
