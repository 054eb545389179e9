public import JSON
import ServiceAnswers

/// A copy of an instance's data.
public struct Backup: TroveObject, Identifiable {
  public let attributes: JSONObject
  let client: TroveClient

  public let id: String
  public let name: String
  public let status: BackupStatus
  public let description: String?
  /// The instance it was made of; it may be gone by now.
  public let instanceID: String?
  /// The backup that this one adds to; nil unless it is incremental.
  public let parentID: String?
  /// GiB; nil until it is completed.
  public let size: Double?
  /// Where it is in the object store; nil until it is completed.
  public let location: String?
  public let datastore: BackupDatastore?
  public let projectID: String?
  public let created: TroveTimestamp?
  public let updated: TroveTimestamp?

  /// Asks the service how the backup is by now.
  @discardableResult public mutating func refresh() async throws(TroveError) -> Backup {
    self = try await refreshed()
    return self
  }

  /// The backup as it is by now.
  public func refreshed() async throws(TroveError) -> Backup { try await client.backups.get(id) }

  /// Deletes the backup; see ``BackupManager/delete(_:)``.
  public func delete() async throws(TroveError) { try await client.backups.delete(id) }
}

/// What a backup can be restored to.
public struct BackupDatastore: Sendable, Hashable {
  public let type: String
  /// The version's name.
  public let version: String?
  public let versionID: String?
}

extension Backup: Model {
  init(_ answer: Answer, _ client: TroveClient) throws(UnreadableAnswer) {
    self.client = client
    attributes = try answer.object()
    id = try answer.member("id").string()
    name = try answer.member("name").string()
    status = BackupStatus(rawValue: try answer.member("status").string())
    description = try answer.text("description")
    instanceID = try answer.text("instance_id")
    parentID = try answer.text("parent_id")
    size = try answer.optional("size")?.double()
    location = try answer.text("locationRef")
    datastore = try answer.read("datastore")
    projectID = try answer.text("project_id")
    created = try answer.time("created")
    updated = try answer.time("updated")
  }
}

extension BackupDatastore: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    type = try answer.member("type").string()
    version = try answer.text("version")
    versionID = try answer.text("version_id")
  }
}

/// Makes, finds and deletes backups.
public struct BackupManager: Sendable {
  let client: TroveClient

  /// A page of the project's backups, newest first. The marker is a number: how many to leave out.
  ///
  /// A full page always has a ``Page/next``, so a last one that is full is followed by an empty one.
  ///
  /// - Parameters:
  ///   - limit: 20 unless told; the service sets no bound.
  ///   - datastore: of that datastore only.
  ///   - instanceID: of that instance only.
  ///   - fromAllProjects: for administrators.
  ///   - projectID: of that project only; for administrators.
  /// - Throws: ``TroveError``: forbidden to look at all projects.
  public func list(
    limit: Int? = nil, marker: String? = nil, datastore: String? = nil,
    instanceID: String? = nil, fromAllProjects: Bool = false, projectID: String? = nil
  ) async throws(TroveError) -> Page<Backup> {
    var query = Query(limit: limit, marker: .plain(marker))
    query.add("datastore", datastore)
    query.add("instance_id", instanceID)
    if fromAllProjects { query.add("all_projects", true) }
    query.add("project_id", projectID)
    return try await client.page(.get("backups", query: query), "backups")
  }

  /// All backups, in pages of `pageSize`.
  public func all(
    pageSize: Int? = nil, datastore: String? = nil, instanceID: String? = nil,
    fromAllProjects: Bool = false, projectID: String? = nil
  ) -> PageSequence<Backup> {
    PageSequence { marker throws(TroveError) in
      try await list(
        limit: pageSize, marker: marker, datastore: datastore, instanceID: instanceID,
        fromAllProjects: fromAllProjects, projectID: projectID)
    }
  }

  /// A backup.
  ///
  /// - Throws: ``TroveError``: not found when the project has no such backup.
  public func get(_ id: String) async throws(TroveError) -> Backup {
    try await client.value(.get("backups", id), "backup")
  }

  /// Makes a backup of an instance.
  ///
  /// - Parameters:
  ///   - instance: id.
  ///   - parentID: the backup to add to.
  ///   - isIncremental: whether to copy only what has changed since the one before.
  ///   - swiftContainer: where to put it; see ``BackupStrategyManager`` for a default.
  /// - Throws: ``TroveError``: not found for an unknown instance; unprocessable while it is busy.
  public func create(
    _ name: String, instance: String, description: String? = nil, parentID: String? = nil,
    isIncremental: Bool = false, swiftContainer: String? = nil
  ) async throws(TroveError) -> Backup {
    var backup = JSONObject()
    backup.set("name", name)
    backup.set("incremental", asNumber: isIncremental)
    backup.set("instance", instance)
    backup.set("description", description)
    backup.set("parent_id", parentID)
    backup.set("swift_container", swiftContainer)
    let body: JSONValue = ["backup": .object(backup)]
    return try await client.value(.post("backups", body: body), "backup")
  }

  /// Deletes a backup, and those that add to it.
  ///
  /// - Throws: ``TroveError``: not found for an unknown one. For one that is being made, Trove 26
  ///   answers 500, by mistake.
  public func delete(_ id: String) async throws(TroveError) {
    try await client.send(.delete("backups", id))
  }
}

/// Where backups go unless told otherwise.
public struct BackupStrategy: TroveObject {
  public let attributes: JSONObject

  public let projectID: String
  /// Empty for the project's own.
  public let instanceID: String
  /// `swift`.
  public let backend: String
  public let swiftContainer: String?
}

extension BackupStrategy: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    projectID = try answer.member("project_id").string()
    instanceID = try answer.text("instance_id") ?? ""
    backend = try answer.member("backend").string()
    swiftContainer = try answer.text("swift_container")
  }
}

/// Says where backups go, for the project or for one instance.
public struct BackupStrategyManager: Sendable {
  let client: TroveClient

  /// The strategies of the project, or of one instance.
  public func list(
    instanceID: String? = nil, projectID: String? = nil
  ) async throws(TroveError) -> Page<BackupStrategy> {
    let query = Self.query(instanceID, projectID)
    return try await client.page(.get("backup_strategies", query: query), "backup_strategies")
  }

  /// Says where backups go: of one instance, or without `instanceID` of the project. What was said
  /// before is replaced.
  public func create(
    instanceID: String? = nil, swiftContainer: String? = nil
  ) async throws(TroveError) -> BackupStrategy {
    var strategy = JSONObject()
    strategy.set("instance_id", instanceID)
    strategy.set("swift_container", swiftContainer)
    let body: JSONValue = ["backup_strategy": .object(strategy)]
    return try await client.value(.post("backup_strategies", body: body), "backup_strategy")
  }

  /// Deletes a strategy; one that isn't there is no error.
  public func delete(
    instanceID: String? = nil, projectID: String? = nil
  ) async throws(TroveError) {
    let query = Self.query(instanceID, projectID)
    try await client.send(.delete("backup_strategies", query: query))
  }

  private static func query(_ instanceID: String?, _ projectID: String?) -> Query {
    var query = Query()
    query.add("instance_id", instanceID)
    query.add("project_id", projectID)
    return query
  }
}
