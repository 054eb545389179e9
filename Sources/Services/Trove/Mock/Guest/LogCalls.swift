import HTTPMessage
import JSON
import MockServer

/// The logs of an instance (sheet, section 4). Their text is in an object store, which is no part of
/// this service.
extension TroveRoute {
  static var logs: [TroveRoute] {
    let path = "/instances/{id}/log"
    return [
      TroveRoute(.get, path) { call, state throws(TroveRefusal) in
        let instance = try state.useDatabase(call.id(), call)
        return TroveCall.envelope("logs") { json in
          json.beginArray()
          for kind in state.logKinds(of: instance) {
            call.write(kind, of: instance, state, to: &json)
          }
          json.endArray()
        }
      },
      TroveRoute(.post, path) { call, state throws(TroveRefusal) in try call.changeLog(&state) },
    ]
  }
}

extension TroveState {
  fileprivate func logKinds(of instance: Instance) -> [LogKind] {
    catalogue.version(instance.version).flatMap { catalogue.logs[$0.datastore] } ?? []
  }

  fileprivate func log(_ kind: LogKind, of instance: Instance) -> InstanceLog {
    contents[instance.id]?.logs[kind.name] ?? InstanceLog(kind)
  }
}

extension TroveCall {
  /// Without a flag the log is only shown.
  fileprivate func changeLog(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let name = try Validation.name(member("name"), at: "name")
    let enables = try logFlag("enable")
    let disables = try logFlag("disable")
    let publishes = try logFlag("publish")
    let discards = try logFlag("discard")
    _ = try state.instance(id(), of: self)
    if enables, disables { throw .badRequest("Cannot enable and disable log.") }
    let instance = try state.useDatabase(id(), self)
    guard let kind = state.logKinds(of: instance).first(where: { $0.name == name }) else {
      throw .noResource(name)
    }
    if !kind.isUsers, !publishes, enables || disables {
      throw .badRequest("Cannot \(enables ? "enable" : "disable") a SYSTEM log ('\(name)').")
    }
    var log = state.log(kind, of: instance)
    if kind.isUsers, enables || disables { log.isEnabled = enables }
    if discards { log.discard() }
    if publishes { log.publish(kind) }
    state.contents[instance.id, default: InstanceContents()].logs[name] = log
    return Self.envelope("log") { write(kind, of: instance, state, to: &$0) }
  }

  private func logFlag(_ name: String) throws(TroveRefusal) -> Bool {
    guard let value = try json()[name] else { return false }
    return try Validation.zeroOrOne(value, at: name)
  }

  fileprivate func write(
    _ kind: LogKind, of instance: Instance, _ state: TroveState, to json: inout JSONWriter
  ) {
    let log = state.log(kind, of: instance)
    let manager = state.catalogue.version(instance.version)?.manager ?? ""
    let object = "\(instance.id)/\(manager)-\(kind.name)"
    let isPublished = log.published > 0
    json.beginObject()
    json.key("name")
    json.string(kind.name)
    json.key("type")
    json.string(kind.isUsers ? "USER" : "SYS")
    json.key("status")
    json.string(log.status)
    json.key("published")
    json.int(log.published)
    json.key("pending")
    json.int(log.pending)
    json.key("container")
    json.optional(isPublished ? settings.logContainer : nil as String?)
    json.key("prefix")
    json.optional(isPublished ? object + "/" : nil as String?)
    json.key("metafile")
    json.optional(isPublished ? object + "_metafile" : nil as String?)
    json.endObject()
  }
}
