import JSON
import MockServer

/// The datasets of the seed records, to start from where a provider state leaves most of them alone.
struct SeedDatasets: Sendable {
  private var whole = DatasetShelf()
  /// What they were read from, by identifier.
  private var values: [String: JSONValue] = [:]

  init() {}

  init(_ collections: Collections, _ mock: ProvenaMock) throws(FixtureError) {
    for node in try collections.records("datasets") {
      let dataset = try Dataset(node, mock)
      whole.add(dataset)
      values[dataset.id] = node.value
    }
  }

  /// The datasets of collections that may be patched.
  func shelf(for collections: Collections, _ mock: ProvenaMock) throws(FixtureError) -> DatasetShelf
  {
    guard collections.arePatched(["datasets"]) else { return whole }
    var shelf = whole
    var gone = Set(values.keys)
    for node in try collections.records("datasets") {
      if let id = node.value["id"]?.string, values[id] == node.value {
        gone.remove(id)
        continue
      }
      let dataset = try Dataset(node, mock)
      gone.remove(dataset.id)
      shelf.remove(dataset.id)
      shelf.add(dataset)
    }
    for id in gone { shelf.remove(id) }
    return shelf
  }
}

/// Datasets as fixtures hold them.
extension Dataset {
  init(_ node: FixtureNode, _ mock: ProvenaMock) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in try Dataset(&object, mock) }
  }

  private init(_ object: inout FixtureObject, _ mock: ProvenaMock) throws(FixtureError) {
    let id = try object.required("id").string()
    let owner = try object.required("owner_username").string()
    let created = try object.required("created_timestamp").int(in: 0...Int.max)
    let updated = try object.required("updated_timestamp").int(in: created...Int.max)
    let path = try object.optional("s3_path")?.string() ?? mock.storagePath(of: id)
    var info = DomainInfo(
      format: try mock.format(object.required("collection_format")), path: path)
    info.release = try Release(&object)
    var history: [HistoryEntry] = []
    for entry in try object.optional("history")?.array() ?? [] {
      history.append(try HistoryEntry(entry, path: path, mock))
    }
    guard Set(history.map(\.id)).count == history.count else {
      throw object.error("two entries of history have the same id")
    }
    if history.isEmpty {
      history = [
        HistoryEntry(
          id: 0, timestamp: updated, reason: HistoryEntry.creation, username: owner, info: info)
      ]
    }
    self.init(
      id: id, owner: owner, created: created, updated: updated, info: info, history: history,
      generalRoles: try object.optional("general_roles").map { node throws(FixtureError) in
        try ProvenaSettings.roles(node, of: mock.settings.allRoles)
      } ?? mock.settings.generalRoles)
    isLocked = try object.optional("locked")?.bool() ?? false
    links.create = try object.nullable("create_activity_workflow_id")?.string()
    links.version = try object.nullable("version_activity_workflow_id")?.string()
    if let node = object.optional("versioning_info") { versioning = try Versioning(node) }
  }
}

extension HistoryEntry {
  /// The reason of the first entry.
  static let creation = "Initial record creation"

  fileprivate init(
    _ node: FixtureNode, path: String, _ mock: ProvenaMock
  ) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in
      HistoryEntry(
        id: try object.required("id").int(), timestamp: try object.required("timestamp").int(),
        reason: try object.required("reason").string(),
        username: try object.required("username").string(),
        info: DomainInfo(
          format: try mock.format(object.required("collection_format")), path: path))
    }
  }
}

extension Versioning {
  fileprivate init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in
      let previous = try object.nullable("previous_version")?.string()
      let reason = try object.nullable("reason")?.string()
      guard previous == nil || reason != nil else {
        throw object.error("a reason is needed where there is a previous_version")
      }
      return Versioning(
        previous: previous, number: try object.required("version").int(in: 1...Int.max / 2),
        reason: reason, next: try object.nullable("next_version")?.string())
    }
  }
}

extension Release {
  fileprivate init(_ object: inout FixtureObject) throws(FixtureError) {
    let words = Dictionary(uniqueKeysWithValues: Status.allCases.map { ($0.rawValue, $0) })
    let status = try object.optional("release_status")?.word(words) ?? .notReleased
    let approver = try object.nullable("release_approver")?.string()
    let timestamp = try object.nullable("release_timestamp")?.int()
    guard (approver == nil) == (timestamp == nil) else {
      throw object.error("release_approver and release_timestamp stand together, or neither does")
    }
    guard status == .notReleased || approver != nil else {
      throw object.error("release_status \(status.rawValue) needs a release_approver")
    }
    var history: [Step] = []
    for step in try object.optional("release_history")?.array() ?? [] {
      history.append(try Step(step))
    }
    self.init(
      status: status, last: approver.flatMap { name in timestamp.map { (name, $0) } },
      history: history)
  }
}

extension Release.Step {
  fileprivate init(_ node: FixtureNode) throws(FixtureError) {
    let words = Dictionary(
      uniqueKeysWithValues: Release.Action.allCases.map { ($0.rawValue, $0) })
    self = try node.object { object throws(FixtureError) in
      Release.Step(
        action: try object.required("action").word(words),
        timestamp: try object.required("timestamp").int(),
        approver: try object.required("approver").string(),
        requester: try object.nullable("requester")?.string(),
        notes: try object.required("notes").string())
    }
  }
}

extension ProvenaMock {
  /// What a registration comes to, checked as those of clients are.
  fileprivate func format(_ node: FixtureNode) throws(FixtureError) -> JSONValue {
    let endpoint = openAPI.endpoints.first { $0.endpoint.operation == .mint }?.endpoint
    var check = ModelCheck(openAPI.models)
    let format = check.check(node.value, as: endpoint?.body?.model ?? "", at: [])
    if let fault = check.faults.first { throw node.error(fault.summary) }
    return format
  }

  /// Where the files of a dataset lie in the bucket.
  func storagePath(of id: String) -> String {
    "datasets/\(id.replacing(".", with: "-").replacing("/", with: "-"))/"
  }
}
