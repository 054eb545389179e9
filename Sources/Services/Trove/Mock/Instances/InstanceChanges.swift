import HTTPMessage
import JSON
import MockServer

/// Deleting, updating and upgrading instances (sheet, sections 4 and 6).
extension TroveCall {
  func deleteInstance(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let instance = try state.use(id(), self)
    if instance.task == .building {
      throw .unprocessable("Instance \(instance.id) is not ready. (Status is BUILD).")
    }
    if instance.task == .deleting { return Self.accepted }
    if instance.cluster != nil {
      throw .notImplemented("Operation not supported for instances that are part of a cluster.")
    }
    if state.replicaSources.contains(instance.id) {
      throw .forbidden("Detach replicas before deleting replica source.")
    }
    state.begin(.deleting, instance.id, settings.lifeCycle.deleting, at: now)
    return Self.accepted
  }

  func updateInstance(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let body = try object("instance")
    let instance = try state.use(id(), self)
    guard body.members.count(where: { $0.key != "name" }) <= 1 else {
      throw .badRequest("Only one attribute (except 'name') is allowed to update.")
    }
    let name = try body["name"].map { value throws(TroveRefusal) in
      try Validation.name(value, at: "instance['name']")
    }
    if body["replica_of"] != nil || body["slave_of"] != nil {
      _ = try state.useIdle(instance.id, self)
      guard instance.replicaOf != nil else {
        throw .badRequest("Instance \(instance.id) is not a replica.")
      }
      state.begin(.detaching, instance.id, settings.lifeCycle.detaching, at: now)
    } else if let configuration = body["configuration"] {
      let id = try Validation.uuidOrNull(configuration, at: "instance['configuration']")
      try setConfiguration(id, of: instance, &state)
    } else if let access = body["access"] {
      let access = try Validation.object(access, at: "instance['access']")
      state.instances.change(instance.id) { instance in
        for member in access.members { instance.access[member.key] = member.value }
      }
    }
    state.instances.change(instance.id) { instance in
      instance.name = name ?? instance.name
      instance.updated = now
    }
    return Self.accepted
  }

  /// Attaches a configuration, or takes off the one that is attached.
  private func setConfiguration(
    _ id: String?, of instance: Instance, _ state: inout TroveState
  ) throws(TroveRefusal) {
    _ = try state.useIdle(instance.id, self)
    if let id {
      if let attached = instance.configuration {
        throw .badRequest(
          "Instance \(instance.id) already has a Configuration Group attached: \(attached).")
      }
      guard let version = state.catalogue.version(instance.version) else { return }
      try state.checkConfiguration(id, fits: version, self)
    }
    let needsRestart = (id ?? instance.configuration).map {
      state.needsRestart(configuration: $0)
    }
    state.instances.change(instance.id) { instance in
      instance.configuration = id
      if needsRestart == true { instance.task = .restartRequired }
    }
  }

  func upgradeInstance(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let body = try object("instance")
    let instance = try state.use(id(), self)
    let name = try body["name"].map { value throws(TroveRefusal) in
      try Validation.name(value, at: "instance['name']")
    }
    if let wanted = body["datastore_version"] {
      let text = try Validation.string(wanted, at: "instance['datastore_version']")
      guard let current = state.catalogue.version(instance.version),
        let datastore = state.catalogue.datastore(of: current)
      else { throw .noResource(instance.version) }
      let version = try state.catalogue.version(text, of: datastore)
      _ = try state.useIdle(instance.id, self)
      // The new version is shown at once.
      state.instances.change(instance.id) { $0.version = version.id }
      state.begin(.upgrading, instance.id, settings.lifeCycle.upgrading, at: now)
    }
    state.instances.change(instance.id) { instance in
      instance.name = name ?? instance.name
      instance.updated = now
    }
    return Self.accepted
  }
}
