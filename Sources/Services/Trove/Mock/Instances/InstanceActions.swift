import HTTPMessage
import JSON
import MockServer

/// `POST /instances/{id}/action` (sheet, sections 4 and 6).
extension TroveRoute {
  static var instanceActions: [TroveRoute] {
    [
      TroveRoute(.post, "/instances/{id}/action") { call, state throws(TroveRefusal) in
        try call.act(&state)
      }
    ]
  }
}

extension TroveCall {
  fileprivate func act(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    guard let action = try json().object?.members.first else {
      throw .badRequest("The body names no action.")
    }
    let cycle = settings.lifeCycle
    switch action.key {
    case "restart":
      let instance = try state.useAlone(id(), self)
      state.begin(.rebooting, instance.id, cycle.rebooting, at: now)
    case "resize": try resize(action.value, &state)
    case "promote_to_replica_source":
      let instance = try state.useAlone(id(), self)
      guard let source = instance.replicaOf else {
        throw .badRequest("Instance \(instance.id) is not a replica.")
      }
      for member in [source] + state.replicas(of: source).map(\.id) {
        state.begin(.promoting(instance.id), member, cycle.promoting, at: now)
      }
    case "eject_replica_source":
      let instance = try state.useAlone(id(), self)
      guard state.replicaSources.contains(instance.id) else {
        throw .badRequest("Instance \(instance.id) is not a replica source.")
      }
      throw .badRequest(
        "Replica Source \(instance.id) cannot be ejected as it has a current heartbeat")
    case "reset_status":
      try requirePolicy("instance:reset_status")
      let instance = try state.instance(id(), of: self)
      state.resetStatus(of: instance.id, at: now)
    default:
      throw .badRequest(
        "The action \(action.key) is not known; there are restart, resize, promote_to_replica_source, eject_replica_source and reset_status."
      )
    }
    return Self.accepted
  }

  /// A larger volume or another flavor; it is shown when the resizing ends.
  private func resize(_ wanted: JSONValue, _ state: inout TroveState) throws(TroveRefusal) {
    if let volume = wanted["volume"] {
      let volume = try Validation.object(volume, at: "resize['volume']")
      let size = try Validation.volumeSize(
        Validation.required("size", in: volume, at: "resize['volume']"),
        at: "resize['volume']['size']")
      let instance = try state.useAlone(id(), self)
      try checkLargest(size)
      guard size > instance.volume else {
        throw .badRequest(
          "The new volume 'size' must be larger than the current volume size of '\(instance.volume)'."
        )
      }
      try state.checkQuotas(
        of: instance.project,
        adding: Quotas(instances: 0, ram: 0, volumes: size - instance.volume, backups: 0), settings)
      state.begin(
        .resizing(volume: size, flavor: nil), instance.id, settings.lifeCycle.resizing, at: now)
    } else if let flavor = wanted["flavorRef"] {
      let flavor = try Validation.flavor(flavor, at: "resize['flavorRef']")
      let instance = try state.useAlone(id(), self)
      guard let new = state.catalogue.flavor(flavor) else {
        throw .badRequest("Resource \(flavor) cannot be found.")
      }
      guard flavor != instance.flavor else {
        throw .badRequest(
          "The new flavor id must be different than the current flavor id of '\(instance.flavor)'.")
      }
      let ram = new.ram - (state.catalogue.flavor(instance.flavor)?.ram ?? 0)
      try state.checkQuotas(
        of: instance.project, adding: Quotas(instances: 0, ram: ram, volumes: 0, backups: 0),
        settings)
      state.begin(
        .resizing(volume: nil, flavor: flavor), instance.id, settings.lifeCycle.resizing, at: now)
    } else {
      throw .badRequest("The resize action names neither a volume nor a flavorRef.")
    }
  }
}
