import JSON
import MockServer

/// Who there is and what may be reached: the seed records of Keystone, resolved.
public struct Directory: Sendable {
  struct Domain: Sendable, Hashable {
    let id: String
    let name: String

    var json: JSONValue { ["id": .string(id), "name": .string(name)] }
  }

  struct Project: Sendable {
    let id: String
    let name: String
    let description: String
    let domain: Domain
  }

  struct Role: Sendable, Hashable {
    let id: String
    let name: String
  }

  struct User: Sendable {
    let id: String
    let name: String
    let password: String
    let domain: Domain
    /// By project id, with the roles that follow from others.
    let roles: [String: [Role]]
  }

  struct CatalogEntry: Sendable {
    let id: String
    let type: String
    let name: String
    /// The mock whose address this is.
    let service: String
    /// What follows the address; with `${project_id}`.
    let path: String
    let endpoints: [Endpoint]
  }

  struct Endpoint: Sendable {
    let id: String
    let interface: String
    let region: String
  }

  private(set) var projects: [Project] = []
  private(set) var users: [User] = []
  private(set) var catalog: [CatalogEntry] = []
  private var domains: [Domain] = []

  init(_ records: Collections) throws(FixtureError) {
    for node in try records.records("domains") {
      domains.append(
        try node.object { object throws(FixtureError) in
          Domain(
            id: try object.required("id").string(), name: try object.required("name").string())
        })
    }
    for node in try records.records("projects") { projects.append(try project(node)) }
    let roles = try Self.roles(records.records("roles"))
    for node in try records.records("users") { users.append(try user(node, roles)) }
    for node in try records.records("catalog") { catalog.append(try Self.entry(node)) }
  }

  private func domain(_ node: FixtureNode) throws(FixtureError) -> Domain {
    try node.word(Dictionary(domains.map { ($0.id, $0) }, uniquingKeysWith: { $1 }))
  }

  private func project(_ node: FixtureNode) throws(FixtureError) -> Project {
    try node.object { object throws(FixtureError) in
      Project(
        id: try object.required("id").string(), name: try object.required("name").string(),
        description: try object.optional("description")?.string() ?? "",
        domain: try domain(object.required("domain")))
    }
  }

  /// For each role's name the role with all that it implies.
  private static func roles(_ nodes: [FixtureNode]) throws(FixtureError) -> [String: [Role]] {
    var found: [String: (role: Role, implied: [FixtureNode])] = [:]
    for node in nodes {
      try node.object { object throws(FixtureError) in
        let name = try object.required("name").string()
        let role = Role(id: try object.required("id").string(), name: name)
        found[name] = (role, try object.optional("implies")?.array() ?? [])
      }
    }
    let names = Dictionary(uniqueKeysWithValues: found.keys.map { ($0, $0) })
    var whole: [String: [Role]] = [:]
    for (name, entry) in found {
      var roles = [entry.role]
      for node in entry.implied {
        if let implied = found[try node.word(names)]?.role, !roles.contains(implied) {
          roles.append(implied)
        }
      }
      whole[name] = roles
    }
    return whole
  }

  private func user(
    _ node: FixtureNode, _ known: [String: [Role]]
  ) throws(FixtureError) -> User {
    try node.object { object throws(FixtureError) in
      var roles: [String: [Role]] = [:]
      for (name, list) in try object.required("roles").members() {
        guard let project = projects.first(where: { $0.name == name }) else {
          throw list.error(
            "there is no project \"\(name)\""
              + Suggestion.hint(for: name, among: projects.map(\.name)))
        }
        var held: [Role] = []
        for role in try list.array() {
          for role in try role.word(known) where !held.contains(role) { held.append(role) }
        }
        roles[project.id] = held
      }
      return User(
        id: try object.required("id").string(), name: try object.required("name").string(),
        password: try object.required("password").string(),
        domain: try domain(object.required("domain")), roles: roles)
    }
  }

  private static func entry(_ node: FixtureNode) throws(FixtureError) -> CatalogEntry {
    try node.object { object throws(FixtureError) in
      var endpoints: [Endpoint] = []
      for node in try object.required("endpoints").array() {
        endpoints.append(
          try node.object { object throws(FixtureError) in
            Endpoint(
              id: try object.required("id").string(),
              interface: try object.required("interface").word([
                "public": "public", "internal": "internal", "admin": "admin",
              ]),
              region: try object.required("region").string())
          })
      }
      return CatalogEntry(
        id: try object.required("id").string(), type: try object.required("type").string(),
        name: try object.required("name").string(),
        service: try object.required("service").string(),
        path: try object.required("path").string(), endpoints: endpoints)
    }
  }

  func project(id: String) -> Project? { projects.first { $0.id == id } }
  func user(id: String) -> User? { users.first { $0.id == id } }

  /// Whether a text names a domain, by id or by name.
  func isDomain(_ domain: Domain, _ text: String?) -> Bool {
    text == nil || text == domain.id || text == domain.name
  }
}
