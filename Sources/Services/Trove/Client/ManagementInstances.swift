public import JSON
import ServiceAnswers

/// An instance as administrators see it.
@dynamicMemberLookup
public struct ManagementInstance: TroveObject, Identifiable {
  public let attributes: JSONObject
  let client: TroveClient

  public let instance: Instance
  public var id: String { instance.id }
  /// The machine it runs on, as the compute service says.
  public let server: JSONObject?
  public let serviceStatus: String?
  public let isDeleted: Bool?
  public let deletedAt: TroveTimestamp?
  public let taskDescription: String?
  /// When root was enabled; nil when it never was, and in lists.
  public let rootEnabled: TroveTimestamp?
  /// The id of the user who did it.
  public let rootEnabledBy: String?
  /// What the agent on the machine says; nil in lists.
  public let guestStatus: JSONObject?

  /// All that an instance tells to everybody.
  public subscript<Value>(dynamicMember member: KeyPath<Instance, Value>) -> Value {
    instance[keyPath: member]
  }
}

/// When root was enabled on an instance.
public struct RootHistory: TroveObject, Identifiable {
  public let attributes: JSONObject

  /// The instance's.
  public let id: String
  public let enabled: TroveTimestamp?
  /// The id of the user who did it.
  public let user: String?
}

/// What the database's process needs, as the agent on the machine says. Sizes are in KiB.
public struct Diagnostics: TroveObject {
  public let attributes: JSONObject

  public let version: String?
  public let threads: Int
  public let fdSize: Int
  public let vmSize: Int
  public let vmPeak: Int
  public let vmRss: Int
  public let vmHwm: Int
}

/// What the machine has, as the agent on it says.
public struct HardwareInfo: TroveObject {
  public let attributes: JSONObject

  /// KiB.
  public let memoryTotal: Int
  public let cpuCount: Int
}

extension ManagementInstance: Model {
  init(_ answer: Answer, _ client: TroveClient) throws(UnreadableAnswer) {
    self.client = client
    attributes = try answer.object()
    instance = try Instance(answer, client)
    server = try answer.optional("server")?.object()
    serviceStatus = try answer.text("service_status")
    isDeleted = try answer.flag("deleted")
    deletedAt = try answer.time("deleted_at")
    taskDescription = try answer.text("task_description")
    rootEnabled = try answer.time("root_enabled")
    rootEnabledBy = try answer.text("root_enabled_by")
    guestStatus = try answer.optional("guest_status")?.object()
  }
}

extension RootHistory: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    id = try answer.member("id").string()
    // "Never" stands for no time in some versions; a text that is no time stays readable as text.
    enabled = try answer.time("enabled")
    user = try answer.text("user")
  }
}

extension Diagnostics: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    version = try answer.text("version")
    threads = try answer.member("threads").int()
    fdSize = try answer.member("fdSize").int()
    vmSize = try answer.member("vmSize").int()
    vmPeak = try answer.member("vmPeak").int()
    vmRss = try answer.member("vmRss").int()
    vmHwm = try answer.member("vmHwm").int()
  }
}

extension HardwareInfo: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    memoryTotal = try answer.member("mem_total").int()
    cpuCount = try answer.member("num_cpus").int()
  }
}

/// Instances of all projects, for administrators. Trove refuses others with 401, not 403: see
/// ``TroveError/unauthorized(_:)``.
public struct ManagementInstanceManager: Sendable {
  let client: TroveClient

  /// A page of all instances.
  ///
  /// - Parameters:
  ///   - isDeleted: whether to list those that are gone instead of those that are there.
  ///   - includesClustered: whether members of clusters are listed, too.
  ///   - projectID: of that project only.
  public func list(
    limit: Int? = nil, marker: String? = nil, isDeleted: Bool = false,
    includesClustered: Bool? = nil, projectID: String? = nil
  ) async throws(TroveError) -> Page<ManagementInstance> {
    var query = Query(limit: limit, marker: .plain(marker))
    query.add("include_clustered", includesClustered)
    query.add("project_id", projectID)
    query.add("deleted", isDeleted)
    return try await client.page(.get("mgmt", "instances", query: query), "instances")
  }

  /// All instances, in pages of `pageSize`.
  public func all(
    pageSize: Int? = nil, isDeleted: Bool = false, includesClustered: Bool? = nil,
    projectID: String? = nil
  ) -> PageSequence<ManagementInstance> {
    PageSequence { marker throws(TroveError) in
      try await list(
        limit: pageSize, marker: marker, isDeleted: isDeleted,
        includesClustered: includesClustered, projectID: projectID)
    }
  }

  /// An instance.
  public func show(_ id: String) async throws(TroveError) -> ManagementInstance {
    try await client.value(.get("mgmt", "instances", id), "instance")
  }

  /// When root was enabled on an instance.
  public func rootEnabledHistory(_ id: String) async throws(TroveError) -> RootHistory {
    try await client.value(.get("mgmt", "instances", id, "root"), "root_history")
  }

  /// What the database of an instance needs, as the agent on its machine says.
  public func diagnostics(_ id: String) async throws(TroveError) -> Diagnostics {
    try await client.value(.get("mgmt", "instances", id, "diagnostics"), "diagnostics")
  }

  /// What the machine of an instance has, as the agent on it says.
  public func hardwareInfo(_ id: String) async throws(TroveError) -> HardwareInfo {
    try await client.value(.get("mgmt", "instances", id, "hwinfo"), "hwinfo")
  }

  /// Restarts the machine.
  public func reboot(_ id: String) async throws(TroveError) { try await act(id, "reboot") }

  /// Moves the machine.
  ///
  /// - Parameter host: where to; nil leaves it to the compute service.
  public func migrate(_ id: String, host: String? = nil) async throws(TroveError) {
    var argument = JSONObject()
    argument.set("host", host)
    try await act(id, "migrate", .object(argument))
  }

  /// Stops the database.
  public func stop(_ id: String) async throws(TroveError) { try await act(id, "stop") }

  /// Ends the task that an instance is stuck in.
  public func resetTaskStatus(_ id: String) async throws(TroveError) {
    try await act(id, "reset-task-status")
  }

  /// Makes the machine anew.
  ///
  /// - Parameter imageID: of what.
  public func rebuild(_ id: String, imageID: String) async throws(TroveError) {
    try await act(id, "rebuild", ["image_id": .string(imageID)])
  }

  private func act(
    _ id: String, _ action: String, _ argument: JSONValue = [:]
  ) async throws(TroveError) {
    let body = JSONObject([.init(key: action, value: argument)])
    try await client.send(.post("mgmt", "instances", id, "action", body: .object(body)))
  }
}
