import HTTPMessage
import HTTPServer
import JSON

/// The admin calls for faults:
///
///     POST /__admin/faults
///     { "service": "trove", "on": "GET /instances", "status": 503, "times": 2 }
///
/// On a service's own port `service` may be missing; on the control port `?service=trove` says the
/// same. The answer is the fault as `GET /__admin/faults` lists it: with `id`, `service`, `hits`, and
/// `left` where its number is limited. One that is spent is gone.
enum FaultActions {
  static func arm(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    do throws(FixtureError) {
      let node = try FixtureFile(name: "the fault", text: Array(call.http.body)).root
      switch try world(call, node) {
      case .failure(let refusal): return refusal.response
      case .success(let world):
        let fault = try world.faults.arm(node)
        var response = HTTPResponse.json(
          JSONWriter.pretty(form(fault, of: world)), status: .created)
        response.fields.append("Location", "/__admin/faults/\(fault["id"]?.string ?? "")")
        return response
      }
    } catch {
      throw AdminError(fault: error)
    }
  }

  /// The one world that a fault is for.
  private static func world(
    _ call: AdminRequest, _ node: FixtureNode
  ) throws(FixtureError) -> Result<any ServiceWorld, AdminError> {
    let worlds: [any ServiceWorld]
    do throws(AdminError) {
      worlds = try call.selectedWorlds()
    } catch {
      return .failure(error)
    }
    let names = worlds.map(\.description.name)
    if let named = node.value["service"] {
      let name = try node.member("service").string()
      guard let world = worlds.first(where: { $0.description.name == name }) else {
        return .failure(
          AdminError(
            .notFound, "there is no service \(named)" + Suggestion.hint(for: name, among: names)))
      }
      return .success(world)
    }
    guard worlds.count == 1, let world = worlds.first else {
      throw node.error(
        "\"service\" is missing: one of \(names.sorted().joined(separator: ", "))")
    }
    return .success(world)
  }

  private static func form(_ fault: JSONObject, of world: any ServiceWorld) -> JSONValue {
    var form = fault
    form["service"] = .string(world.description.name)
    return .object(form)
  }

  static func list(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let faults = try call.selectedWorlds().flatMap { world in
      world.faults.list.map { form($0, of: world) }
    }
    return .json(JSONWriter.pretty(["faults": .array(faults)]))
  }

  static func clear(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    for world in try call.selectedWorlds() { world.faults.clear() }
    return .json(JSONWriter.pretty([:]))
  }

  static func show(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    for world in try call.selectedWorlds() {
      if let found = world.faults.form(call.parameters.text(0)) {
        return .json(JSONWriter.pretty(form(found, of: world)))
      }
    }
    throw notArmed(call)
  }

  static func remove(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    for world in try call.selectedWorlds() where world.faults.remove(call.parameters.text(0)) {
      return .json(JSONWriter.pretty([:]))
    }
    throw notArmed(call)
  }

  private static func notArmed(_ call: AdminRequest) -> AdminError {
    AdminError(
      .notFound, "no fault \"\(call.parameters.text(0))\" is armed",
      "one that is spent is gone; see GET /__admin/faults")
  }
}

extension AdminError {
  /// What was sent has something wrong in it.
  fileprivate init(fault error: FixtureError) {
    let pointer = error.pointer.flatMap { $0.steps.isEmpty ? nil : $0.description }
    self.init(
      .unprocessable, error.message, error.location.map { "at \($0) of the body" },
      pointer: pointer)
  }
}
