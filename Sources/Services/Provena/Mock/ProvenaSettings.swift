import HTTPMessage
import JSON
import MockServer

/// The service's own part of `service.json`.
struct ProvenaSettings: Sendable {
  let handlePrefix: String
  /// The number of the first handle that a client can get.
  let firstHandle: Int
  let bucket: String
  /// What owners and administrators may do with a dataset.
  let allRoles: [String]
  /// What everybody may do with a dataset that says nothing else.
  let generalRoles: [String]
  /// The realm role whose bearers may do everything with every dataset.
  let adminRole: String
  /// Names of files that every dataset has.
  let files: [String]
  let forbiddenInPaths: [String]
  let fieldRules: [FieldRule]
  let links: [RegistryLink]
  /// The identifiers (SRID) of known ones.
  let spatialSystems: [Int]
  /// The addresses whose pages may call the service.
  let origins: [String]
  let storage: StorageAccess
  let configuration: (required: [String], optional: [String])
  let monitoring: String
  /// Said of an item that is none, with `${id}`.
  let notADataset: String
  let listFailures: ListFailures
  let realm: RealmSettings

  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in try ProvenaSettings(&object) }
  }

  private init(_ object: inout FixtureObject) throws(FixtureError) {
    handlePrefix = try object.required("handle_prefix").string()
    firstHandle = try object.required("first_handle").int(in: 1...Int.max / 2)
    bucket = try object.required("bucket").string()
    allRoles = try object.required("all_roles").strings()
    generalRoles = try Self.roles(object.required("general_roles"), of: allRoles)
    adminRole = try object.required("admin_role").string()
    files = try object.required("files").strings()
    forbiddenInPaths = try object.required("forbidden_in_paths").strings()
    var rules: [FieldRule] = []
    for rule in try object.required("field_rules").array() { rules.append(try FieldRule(rule)) }
    fieldRules = rules
    var links: [RegistryLink] = []
    for link in try object.required("links").array() { links.append(try RegistryLink(link)) }
    self.links = links
    var systems: [Int] = []
    for system in try object.required("spatial_systems").array() {
      systems.append(try system.int())
    }
    spatialSystems = systems
    origins = try object.required("origins").strings()
    storage = try StorageAccess(object.required("storage"))
    configuration = try object.required("configuration").object { object throws(FixtureError) in
      (try object.required("required").strings(), try object.required("optional").strings())
    }
    monitoring = try object.required("monitoring").string()
    notADataset = try object.required("not_a_dataset").string()
    listFailures = try ListFailures(object.required("list_failures"))
    realm = try RealmSettings(object.required("realm"))
  }

  /// Roles on datasets, of those that there are.
  static func roles(_ node: FixtureNode, of all: [String]) throws(FixtureError) -> [String] {
    let words = Dictionary(all.map { ($0, $0) }, uniquingKeysWith: { $1 })
    var roles: [String] = []
    for role in try node.array() { roles.append(try role.word(words)) }
    return roles
  }
}

/// A member of a registration that names something else in the registry.
struct RegistryLink: Sendable {
  let path: [String]
  /// What messages call it.
  let title: String
  let kind: Kind

  enum Kind: String, CaseIterable, Sendable {
    case organisation = "organisations"
    case person = "persons"
  }

  init(_ node: FixtureNode) throws(FixtureError) {
    (path, title, kind) = try node.object { object throws(FixtureError) in
      (
        try object.required("member").string().split(separator: ".").map(String.init),
        try object.required("title").string(),
        try object.required("in").word(
          Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0.rawValue, $0) }))
      )
    }
  }
}

/// What the storage service would give out; texts may hold `${bucket}`, `${path}`, `${file}`,
/// `${place}` (bucket path and file, percent-encoded), `${expires}` and `${destination}`.
struct StorageAccess: Sendable {
  let accessKey: String
  let secretKey: String
  let sessionToken: String
  /// In microseconds.
  let lifetime: Int
  let presignedURL: String
  let consoleURL: String
  let consoleDestination: String

  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in try StorageAccess(&object) }
  }

  private init(_ object: inout FixtureObject) throws(FixtureError) {
    accessKey = try object.required("access_key_id").string()
    secretKey = try object.required("secret_access_key").string()
    sessionToken = try object.required("session_token").string()
    lifetime = try object.required("lifetime").duration()
    presignedURL = try object.required("presigned_url").string()
    consoleURL = try object.required("console_url").string()
    consoleDestination = try object.required("console_destination").string()
  }
}

/// What the service says of lists that its database fails on.
struct ListFailures: Sendable {
  /// With `${value}`.
  let pageSize: String
  let releaseTimestamp: String
  let paginationKey: String

  init(_ node: FixtureNode) throws(FixtureError) {
    (pageSize, releaseTimestamp, paginationKey) = try node.object {
      object throws(FixtureError) in
      (
        try object.required("page_size").string(),
        try object.required("release_timestamp").string(),
        try object.required("pagination_key").string()
      )
    }
  }
}

/// Where the documented and the real service differ (sheet, section 8).
struct ProvenaProfile: Sendable {
  /// Whether a validation answers its status also under `status`, as the document says.
  let nestsValidationStatus: Bool
  /// Whether a reviewer may be named in the body, as the client does.
  let takesReviewerInBody: Bool

  init(_ node: FixtureNode) throws(FixtureError) {
    (nestsValidationStatus, takesReviewerInBody) = try node.object {
      object throws(FixtureError) in
      (
        try object.required("validation_status_nested").bool(),
        try object.required("reviewer_in_body").bool()
      )
    }
  }
}
