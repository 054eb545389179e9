import HTTPMessage
import HTTPServer
import JSON

/// The admin calls for fresh worlds, on the control port:
///
///     POST /__admin/worlds {"service": "trove", "profile": "reference"}
///     201 { "id": …, "service": "trove", "profile": "reference",
///           "services": { "trove": { "url": …, "auth_url": … }, "keystone": { "url": … } },
///           "environment": { "UNDERSTUDY_TROVE_URL": …, … }, "created": …, "expires": … }
///
/// `profile` may be missing. `services` has the form of the ready file. Each service's own admin calls
/// are on its port, as ever.
enum WorldActions {
  static func start(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters()
    let worlds = try worlds(call)
    let body = try call.body("service", "profile")
    guard let service = body["service"]?.string else {
      throw AdminError(.badRequest, "\"service\" must name the service")
    }
    var profile: String?
    if let given = body["profile"], given != .null {
      guard let name = given.string else {
        throw AdminError(.badRequest, "\"profile\" must be a name, not \(given)")
      }
      profile = name
    }
    do throws(FreshWorldError) {
      let world = try worlds.start(service, profile: profile)
      var response = HTTPResponse.json(
        JSONWriter.pretty(form(of: world, in: worlds)), status: .created)
      response.fields.append("Location", "/__admin/worlds/\(world.id)")
      return response
    } catch {
      throw AdminError(error)
    }
  }

  static func list(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters()
    let worlds = try worlds(call)
    return .json(
      JSONWriter.pretty(["worlds": .array(worlds.all.map { form(of: $0, in: worlds) })]))
  }

  static func show(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters()
    let worlds = try worlds(call)
    guard let world = worlds[call.parameters.text(0)] else { throw notThere(call) }
    return .json(JSONWriter.pretty(form(of: world, in: worlds)))
  }

  static func end(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters()
    guard try worlds(call).end(call.parameters.text(0)) else { throw notThere(call) }
    return .json(JSONWriter.pretty([:]))
  }

  private static func worlds(_ call: AdminRequest) throws(AdminError) -> FreshWorlds {
    guard let worlds = call.fresh else {
      throw AdminError(.notFound, "worlds are started and ended on the control port")
    }
    return worlds
  }

  private static func notThere(_ call: AdminRequest) -> AdminError {
    AdminError(
      .notFound, "there is no world \"\(call.parameters.text(0))\"", "it may have ended by itself")
  }

  private static func form(of world: FreshWorld, in worlds: FreshWorlds) -> JSONValue {
    let urls = world.running.group.urls
    let descriptions = world.running.services.map(\.world.description)
    var services = JSONObject()
    var environment = JSONObject()
    for description in descriptions {
      services[description.name] = .object(description.places(urls: urls))
      for variable in description.variables(urls: urls).members {
        environment[variable.key] = variable.value
      }
    }
    return [
      "id": .string(world.id),
      "service": .string(world.service),
      "profile": .string(descriptions.first?.profile ?? ""),
      "services": .object(services),
      "environment": .object(environment),
      "created": .string(world.created.iso8601Seconds + "Z"),
      "expires": .string(worlds.expiry(of: world).iso8601Seconds + "Z"),
    ]
  }
}

extension AdminError {
  fileprivate init(_ error: FreshWorldError) {
    switch error {
    case .unknownService(let name, let known):
      self.init(
        .notFound, "there is no service \"\(name)\"" + Suggestion.hint(for: name, among: known))
    case .unknownProfile(let name, let service, let known):
      self.init(
        .unprocessable,
        "\(service) has no profile \"\(name)\"" + Suggestion.hint(for: name, among: known))
    case .fixture(let error): self.init(.unprocessable, error.description)
    case .tooMany(let most):
      self.init(
        .serviceUnavailable, "as many worlds are there as there may be: \(most)",
        "end one with DELETE /__admin/worlds/ID, or start with: understudy serve --worlds N")
    case .ports(let problems):
      self.init(
        .serviceUnavailable, "the world can't be started",
        problems.all.map { "\($0.service): \($0.error)" }.joined(separator: "; "))
    }
  }
}
