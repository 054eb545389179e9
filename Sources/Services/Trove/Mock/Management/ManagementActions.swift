import HTTPMessage
import JSON
import MockServer

/// `POST /mgmt/instances/{id}/action` (sheet, section 4).
extension TroveRoute {
  static var managementActions: [TroveRoute] {
    [
      TroveRoute(.post, "/mgmt/instances/{id}/action") { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        return try call.manage(&state)
      }
    ]
  }
}

private enum ManagementAction: String {
  case stop, reboot, migrate, rebuild
  case resetTaskStatus = "reset-task-status"
}

extension TroveCall {
  fileprivate func manage(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    guard let actions = try json().object?.members, let first = actions.first else {
      throw .badRequest("Invalid request body.")
    }
    try check(first)
    let instance = try state.instance(id(), of: self)
    for action in actions where ManagementAction(rawValue: action.key) == nil {
      throw .badRequest("Invalid instance action: \(action.key)")
    }
    guard actions.count == 1 else {
      throw .badRequest("Only one action can be specified per request.")
    }
    let cycle = settings.lifeCycle
    switch ManagementAction(rawValue: first.key) {
    // The database stands still, of which the service's answers say nothing.
    case .stop: _ = try state.useDatabase(instance.id, self)
    case .reboot:
      if instance.task != .rebooting { _ = try state.useIdleOrBroken(instance.id, self) }
      state.begin(.rebooting, instance.id, cycle.rebooting, at: now)
    case .migrate:
      _ = try state.useIdle(instance.id, self)
      state.begin(.resizing(volume: nil, flavor: nil), instance.id, cycle.resizing, at: now)
    case .rebuild:
      _ = try state.useIdleOrBroken(instance.id, self)
      state.begin(.building, instance.id, cycle.building, at: now)
    case .resetTaskStatus, nil:
      state.agenda.cancel(.instance(instance.id))
      state.failBackups(of: instance.id, at: now)
      state.instances.change(instance.id) { instance in
        instance.task = .none
        instance.isBuilt = true
        instance.updated = now
      }
    }
    return Self.accepted
  }

  /// Checks what is said of an action against its schema; unknown ones have none.
  private func check(_ action: JSONObject.Member) throws(TroveRefusal) {
    let name = action.key
    guard let known = ManagementAction(rawValue: name), known != .resetTaskStatus else { return }
    let body = try Validation.object(action.value, at: name)
    guard known == .rebuild else { return }
    guard let image = body["image_id"] else {
      throw .invalid("\(name) 'image_id' is a required property")
    }
    _ = try Validation.uuid(image, at: "\(name)['image_id']")
  }
}

extension TroveState {
  /// An instance to which nothing else is being done, though it may be broken.
  fileprivate mutating func useIdleOrBroken(
    _ id: String, _ call: TroveCall
  ) throws(TroveRefusal) -> Instance {
    let instance = try use(id, call)
    return instance.hasFailed && instance.task == .none ? instance : try useIdle(id, call)
  }
}
