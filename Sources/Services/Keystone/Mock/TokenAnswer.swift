import HTTPMessage
import JSON
import MockServer

/// The answers that tell what a token stands for (Trove's sheet, sections 2.1 and 2.2).
struct TokenAnswer {
  private let grant: Grant
  private let directory: Directory
  private let here: Here
  private let user: Directory.User?
  private let project: Directory.Project?
  private let roles: [Directory.Role]

  init(_ grant: Grant, _ directory: Directory, _ here: Here) {
    self.grant = grant
    self.directory = directory
    self.here = here
    user = directory.user(id: grant.user)
    project = grant.project.flatMap { directory.project(id: $0) }
    roles = grant.project.flatMap { [user] in user?.roles[$0] } ?? []
  }

  private static func time(_ time: Timestamp) -> JSONValue {
    .string(time.iso8601Seconds + ".000000Z")
  }

  // MARK: v2.0

  func version2(_ token: String) -> HTTPResponse {
    var about = JSONObject([
      .init(key: "id", value: .string(token)),
      .init(key: "expires", value: Self.time(grant.expires)),
      .init(key: "issued_at", value: Self.time(grant.issued)),
      .init(key: "audit_ids", value: [.string(grant.audit)]),
    ])
    if let project {
      about["tenant"] = [
        "id": .string(project.id), "name": .string(project.name), "enabled": true,
        "description": .string(project.description),
      ]
    }
    let name = JSONValue.string(user?.name ?? "")
    let body: JSONValue = [
      "access": [
        "token": .object(about),
        "serviceCatalog": .array(catalog2),
        "user": [
          "id": .string(grant.user), "name": name, "username": name, "roles_links": [],
          "roles": .array(roles.map { ["name": .string($0.name)] }),
        ],
        "metadata": ["is_admin": 0, "roles": .array(roles.map { .string($0.id) })],
      ]
    ]
    return .json(JSONWriter.compact(body))
  }

  /// One endpoint per region, which has the addresses of all interfaces.
  private var catalog2: [JSONValue] {
    entries.map { entry, url in
      var regions: [(name: String, endpoint: JSONObject)] = []
      for endpoint in entry.endpoints {
        let place = regions.firstIndex { $0.name == endpoint.region } ?? regions.count
        if place == regions.count {
          let head = JSONObject([
            .init(key: "region", value: .string(endpoint.region)),
            .init(key: "id", value: .string(endpoint.id)),
          ])
          regions.append((endpoint.region, head))
        }
        regions[place].endpoint["\(endpoint.interface)URL"] = .string(url)
      }
      return [
        "type": .string(entry.type), "name": .string(entry.name),
        "endpoints": .array(regions.map { .object($0.endpoint) }), "endpoints_links": [],
      ]
    }
  }

  // MARK: v3

  func version3(_ token: String, status: HTTPStatus) -> HTTPResponse {
    var about = JSONObject([
      .init(key: "methods", value: .array(grant.methods.map { .string($0) })),
      .init(
        key: "user",
        value: [
          "domain": user?.domain.json ?? .null, "id": .string(grant.user),
          "name": .string(user?.name ?? ""), "password_expires_at": .null,
        ]),
      .init(key: "audit_ids", value: [.string(grant.audit)]),
      .init(key: "expires_at", value: Self.time(grant.expires)),
      .init(key: "issued_at", value: Self.time(grant.issued)),
    ])
    if let project {
      about["project"] = [
        "domain": project.domain.json, "id": .string(project.id), "name": .string(project.name),
      ]
      about["is_domain"] = false
      about["roles"] = .array(
        roles.map { ["id": .string($0.id), "name": .string($0.name)] })
      about["catalog"] = .array(catalog3)
    }
    var response = HTTPResponse.json(
      JSONWriter.compact(["token": .object(about)]), status: status)
    response.fields.append("X-Subject-Token", token)
    return response
  }

  private var catalog3: [JSONValue] {
    entries.map { entry, url in
      [
        "endpoints": .array(
          entry.endpoints.map { endpoint in
            [
              "id": .string(endpoint.id), "interface": .string(endpoint.interface),
              "region_id": .string(endpoint.region), "url": .string(url),
              "region": .string(endpoint.region),
            ]
          }),
        "id": .string(entry.id), "type": .string(entry.type), "name": .string(entry.name),
      ]
    }
  }

  /// The services that run, with their addresses for the token's project; none without a scope.
  private var entries: [(Directory.CatalogEntry, url: String)] {
    guard let project else { return [] }
    let parameters = JSONObject([.init(key: "project_id", value: .string(project.id))])
    return directory.catalog.compactMap { entry in
      here.url(of: entry.service).map { ($0 + Template.fill(entry.path, with: parameters)) }.map {
        (entry, $0)
      }
    }
  }

  var catalogAnswer: HTTPResponse {
    .json(
      JSONWriter.compact([
        "catalog": .array(catalog3), "links": ["self": .string(here.url + "/v3/auth/catalog")],
      ]))
  }

  var projectsAnswer: HTTPResponse {
    let projects = directory.projects.filter { user?.roles[$0.id] != nil }
    return .json(
      JSONWriter.compact([
        "projects": .array(
          projects.map { project in
            [
              "id": .string(project.id), "name": .string(project.name),
              "domain_id": .string(project.domain.id),
              "description": .string(project.description), "enabled": true,
            ]
          }),
        "links": ["self": .string(here.url + "/v3/auth/projects")],
      ]))
  }
}
