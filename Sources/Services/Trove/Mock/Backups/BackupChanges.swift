import HTTPMessage
import JSON
import MockServer

/// Making and deleting backups (sheet, sections 4 and 7).
extension TroveCall {
  func createBackup(_ state: inout TroveState) throws(TroveRefusal) -> Backup {
    let body = try object("backup")
    let order = try BackupOrder(body)
    try state.checkQuotas(
      of: project, adding: Quotas(instances: 0, ram: 0, volumes: 0, backups: 1), settings)
    if let data = body["restore_from"] { return try makeKnown(data, order, &state) }
    guard let wanted = order.instance else {
      throw .invalid("backup 'instance' is a required property")
    }
    let instance = try state.useIdle(wanted, self)
    var parent: Backup?
    if let id = order.parent {
      parent = try state.backup(id, of: self)
    } else if order.isIncremental {
      parent = state.lastBackup(of: instance)
    }
    let backup = Backup(
      id: context.identifiers.uuid(), name: order.name, description: order.description,
      instance: instance.id, project: project, version: instance.version, parent: parent?.id,
      container: order.container ?? container(of: instance.id, state),
      contents: state.contents[instance.id] ?? InstanceContents(), created: now, updated: now)
    state.backups.insert(backup)
    state.agenda.plan(.backup(backup.id), settings.lifeCycle.backup, at: now)
    return backup
  }

  /// Where backups of an instance go: as its own strategy says, else its project's, else as usual.
  private func container(of instance: String, _ state: TroveState) -> String {
    state.strategies.first { $0.project == project && $0.instance == instance }?.container
      ?? state.strategies.first { $0.project == project && $0.instance.isEmpty }?.container
      ?? settings.backup.container
  }

  /// A backup of data that lies somewhere already.
  private func makeKnown(
    _ data: JSONValue, _ order: BackupOrder, _ state: inout TroveState
  ) throws(TroveRefusal) -> Backup {
    let at = "backup['restore_from']"
    let data = try Validation.object(data, at: at)
    let location = try Validation.string(
      Validation.required("remote_location", in: data, at: at), at: "\(at)['remote_location']")
    let version = try Validation.uuid(
      Validation.required("local_datastore_version_id", in: data, at: at),
      at: "\(at)['local_datastore_version_id']")
    let size = try Validation.required("size", in: data, at: at)
    guard case .number(let size) = size else {
      throw .invalid("\(at)['size'] \(Validation.repr(size)) is not of type 'number'")
    }
    guard state.catalogue.version(version) != nil else {
      throw .badRequest("Datastore version '\(version)' cannot be found.")
    }
    let backup = Backup(
      id: context.identifiers.uuid(), name: order.name, description: order.description,
      instance: nil, project: project, version: version, parent: nil,
      container: order.container ?? settings.backup.container, status: .restored, size: size,
      location: location, created: now, updated: now)
    state.backups.insert(backup)
    return backup
  }

  /// What builds upon a backup goes with it. All is looked at before anything is changed.
  func deleteBackup(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let backup = try state.backup(id(), of: self)
    if state.agenda.used(.backup(backup.id), at: now) {
      state.finishBackup(backup.id, at: now, settings)
    }
    let all = state.backups.records(of: backup.project)
    var doomed = [backup.id]
    var place = 0
    while place < doomed.count {
      doomed += all.filter { $0.parent == doomed[place] && !doomed.contains($0.id) }.map(\.id)
      place += 1
    }
    for id in doomed where state.backups[id]?.isRunning == true {
      throw .unprocessable("Backup \(id) cannot be deleted because it is running.")
    }
    for id in doomed where state.backups[id]?.isDeleted == false {
      state.backups.change(id) { $0.isDeleted = true }
      state.agenda.plan(.backup(id), settings.lifeCycle.backupDeleting, at: now)
    }
    return Self.accepted
  }

  /// What an instance holds that is made from a backup.
  ///
  /// - Parameter point: the `restorePoint` of the body.
  func restoredContents(
    _ point: JSONValue, on version: Catalogue.Version, volume: Int, _ state: inout TroveState
  ) throws(TroveRefusal) -> InstanceContents {
    let at = "instance['restorePoint']"
    let object = try Validation.object(point, at: at)
    let id = try Validation.uuid(
      Validation.required("backupRef", in: object, at: at), at: "\(at)['backupRef']")
    _ = try state.backup(id, of: self)
    if state.agenda.used(.backup(id), at: now) { state.finishBackup(id, at: now, settings) }
    let backup = try state.backup(id, of: self)
    guard backup.isUsable else {
      throw .conflict("Unable to create instance because backup \(id) is not completed.")
    }
    if let size = backup.size, JSONNumber(volume).isLess(than: size) {
      throw .forbidden(
        "Backup is too large for given flavor or volume. Backup size: \(size.text) GBs. Available size: \(volume) GBs."
      )
    }
    let source = state.catalogue.version(backup.version).flatMap {
      state.catalogue.datastore(of: $0)
    }
    guard let source, source.id == version.datastore else {
      throw .badRequest(
        "The datastore from which the backup was taken, \(source?.name ?? ""), does not match the destination datastore of \(state.catalogue.datastore(of: version)?.name ?? "")."
      )
    }
    return backup.contents
  }
}

/// The parts of a body that its schema has rules for.
private struct BackupOrder {
  let name: String
  let description: String?
  let instance: String?
  let parent: String?
  let isIncremental: Bool
  let container: String?

  init(_ body: JSONObject) throws(TroveRefusal) {
    name = try Validation.name(
      Validation.required("name", in: body, at: "backup"), at: "backup['name']")
    description = try body["description"].map { value throws(TroveRefusal) in
      try Validation.name(value, at: "backup['description']")
    }
    instance = try body["instance"].map { value throws(TroveRefusal) in
      try Validation.uuid(value, at: "backup['instance']")
    }
    parent = try body["parent_id"].map { value throws(TroveRefusal) in
      try Validation.uuid(value, at: "backup['parent_id']")
    }
    isIncremental =
      try body["incremental"].map { value throws(TroveRefusal) in
        try Validation.zeroOrOne(value, at: "backup['incremental']")
      } ?? false
    container = try body["swift_container"].map { value throws(TroveRefusal) in
      try Validation.name(value, at: "backup['swift_container']")
    }
  }
}

extension TroveState {
  /// The newest completed backup of an instance.
  fileprivate func lastBackup(of instance: Instance) -> Backup? {
    backups.records(of: instance.project)
      .filter { $0.instance == instance.id && $0.isUsable }
      .max { ($0.updated, $0.id) < ($1.updated, $1.id) }
  }
}
