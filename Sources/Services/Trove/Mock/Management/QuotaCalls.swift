import HTTPMessage
import JSON
import MockServer

/// What projects may have and what they have (sheet, sections 2.3, 4 and 8).
extension TroveRoute {
  static var quotas: [TroveRoute] {
    let path = "/mgmt/quotas/{project}"
    return [
      TroveRoute(.get, path) { call, state throws(TroveRefusal) in try call.showQuotas(state) },
      TroveRoute(.put, path) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        return try call.changeQuotas(&state)
      },
    ]
  }
}

extension TroveCall {
  /// Everybody may see those of the own project.
  fileprivate func showQuotas(_ state: TroveState) throws(TroveRefusal) -> HTTPResponse {
    guard isAdmin || id() == project else {
      throw .forbidden("Operation not allowed for tenant \(project).")
    }
    let limits = state.quotas(of: id(), settings).named
    let usage = state.usage(of: id()).named
    return Self.envelope("quotas") { json in
      json.beginArray()
      for (limit, used) in zip(limits, usage) {
        json.beginObject()
        json.key("resource")
        json.string(limit.name)
        json.key("in_use")
        json.int(used.amount)
        json.key("reserved")
        json.int(0)
        json.key("limit")
        json.int(limit.amount)
        json.endObject()
      }
      json.endArray()
    }
  }

  /// Null leaves a quota as it is.
  fileprivate func changeQuotas(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    var quotas = state.quotas(of: id(), settings)
    var changed = JSONObject()
    for (name, value) in try object("quotas").members.map({ ($0.key, $0.value) })
    where value != .null {
      let amount = try Validation.integer(value, in: .min...Quotas.most, at: "quotas['\(name)']")
      guard amount >= -1 else {
        throw .badRequest(
          "Quota limit '\(amount)' for '\(name)' is too small - must be at least '-1'.")
      }
      guard quotas.set(name, to: amount) else {
        throw .notFound("Unknown quota resources \(name).")
      }
      changed[name] = .number(JSONNumber(amount))
    }
    state.quotaByProject[id()] = quotas
    return Self.envelope("quotas") { $0.value(.object(changed)) }
  }
}

extension Quotas {
  fileprivate static let most = 1_000_000_000

  /// Changes what the service knows under a name; false when it is none.
  fileprivate mutating func set(_ name: String, to amount: Int) -> Bool {
    switch name {
    case "backups": backups = amount
    case "instances": instances = amount
    case "ram": ram = amount
    case "volumes": volumes = amount
    default: return false
    }
    return true
  }
}
