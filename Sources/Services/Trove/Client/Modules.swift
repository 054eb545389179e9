public import JSON
import ServiceAnswers

/// Something that can be put on instances, for example a licence or an agent of a monitoring system.
public struct Module: TroveObject, Identifiable {
  public let attributes: JSONObject
  let client: TroveClient

  public let id: String
  public let name: String
  /// For example `ping`; which there are depends on the cloud.
  public let type: String
  public let description: String?
  /// Whom it belongs to; nil for a module of all projects.
  public let tenantID: String?
  /// The datastore's name, or `all`.
  public let datastore: String?
  public let datastoreID: String?
  /// The version's name, or `all`.
  public let datastoreVersion: String?
  public let datastoreVersionID: String?
  /// Whether new instances get it.
  public let isAutoApplied: Bool?
  /// Whether it is applied before the others.
  public let hasPriority: Bool?
  /// Its turn, from 0 to 9.
  public let applyOrder: Int?
  public let isAdmin: Bool?
  public let isVisible: Bool?
  /// Whether instances that have it get changes at once; nil in lists.
  public let isLiveUpdated: Bool?
  /// How many instances have it; nil in lists.
  public let instanceCount: Int?
  /// Of the contents.
  public let md5: String?
  public let created: TroveTimestamp?
  public let updated: TroveTimestamp?

  /// Asks the service how the module is by now.
  @discardableResult public mutating func refresh() async throws(TroveError) -> Module {
    self = try await refreshed()
    return self
  }

  /// The module as it is by now.
  public func refreshed() async throws(TroveError) -> Module { try await client.modules.get(id) }

  /// Deletes the module; see ``ModuleManager/delete(_:)``.
  public func delete() async throws(TroveError) { try await client.modules.delete(id) }
}

/// How many instances have a module in a certain state.
public struct ModuleInstanceCount: TroveObject {
  public let attributes: JSONObject

  public let moduleID: String
  public let moduleName: String
  public let moduleMD5: String?
  public let instanceCount: Int
  /// Whether they have the module as it is now.
  public let isCurrent: Bool?
  /// When the module was put on them, first and last.
  public let firstUpdated: TroveTimestamp?
  public let lastUpdated: TroveTimestamp?
}

extension Module: Model {
  init(_ answer: Answer, _ client: TroveClient) throws(UnreadableAnswer) {
    self.client = client
    attributes = try answer.object()
    id = try answer.member("id").string()
    name = try answer.member("name").string()
    type = try answer.member("type").string()
    description = try answer.text("description")
    tenantID = try answer.text("tenant_id")
    datastore = try answer.text("datastore")
    datastoreID = try answer.text("datastore_id")
    datastoreVersion = try answer.text("datastore_version")
    datastoreVersionID = try answer.text("datastore_version_id")
    isAutoApplied = try answer.flag("auto_apply")
    hasPriority = try answer.flag("priority_apply")
    applyOrder = try answer.number("apply_order")
    isAdmin = try answer.flag("is_admin")
    isVisible = try answer.flag("visible")
    isLiveUpdated = try answer.flag("live_update")
    instanceCount = try answer.number("instance_count")
    md5 = try answer.text("md5")
    created = try answer.time("created")
    updated = try answer.time("updated")
  }
}

extension ModuleInstanceCount: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    moduleID = try answer.member("module_id").string()
    moduleName = try answer.member("module_name").string()
    moduleMD5 = try answer.text("module_md5")
    instanceCount = try answer.member("instance_count").int()
    isCurrent = try answer.flag("current")
    firstUpdated = try answer.time("min_updated_date")
    lastUpdated = try answer.time("max_updated_date")
  }
}

/// What a module is to be, beside name, type and contents. Nil leaves it to the service.
public struct ModuleOptions: Sendable, Hashable {
  public var description: String?
  /// A datastore's name; the module is for all of them unless told.
  public var datastore: String?
  public var datastoreVersion: String?
  /// For administrators: for the instances of every project.
  public var isForAllTenants: Bool?
  public var isAutoApplied: Bool?
  public var isVisible: Bool?
  public var isLiveUpdated: Bool?
  public var hasPriority: Bool?
  /// From 0 to 9.
  public var applyOrder: Int?
  /// Whether everybody may see and remove what an administrator made.
  public var hasFullAccess: Bool?

  public init(
    description: String? = nil, datastore: String? = nil, datastoreVersion: String? = nil,
    isForAllTenants: Bool? = nil, isAutoApplied: Bool? = nil, isVisible: Bool? = nil,
    isLiveUpdated: Bool? = nil, hasPriority: Bool? = nil, applyOrder: Int? = nil,
    hasFullAccess: Bool? = nil
  ) {
    self.description = description
    self.datastore = datastore
    self.datastoreVersion = datastoreVersion
    self.isForAllTenants = isForAllTenants
    self.isAutoApplied = isAutoApplied
    self.isVisible = isVisible
    self.isLiveUpdated = isLiveUpdated
    self.hasPriority = hasPriority
    self.applyOrder = applyOrder
    self.hasFullAccess = hasFullAccess
  }

  func add(to module: inout JSONObject) {
    module.set("description", description)
    module.setDatastore(datastore, version: datastoreVersion)
    module.set("all_tenants", asNumber: isForAllTenants)
    module.set("auto_apply", asNumber: isAutoApplied)
    module.set("visible", asNumber: isVisible)
    module.set("live_update", asNumber: isLiveUpdated)
    module.set("priority_apply", asNumber: hasPriority)
    module.set("apply_order", applyOrder)
    module.set("full_access", asNumber: hasFullAccess)
  }
}
