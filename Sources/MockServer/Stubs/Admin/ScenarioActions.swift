import HTTPMessage
import HTTPServer
import JSON

/// The admin calls for scenarios, settings and body files.
enum ScenarioActions {
  static func list(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let scenarios = try call.selectedWorlds().flatMap(\.stubs.scenarios).map {
      scenario -> JSONValue in
      [
        "id": .string(scenario.name), "name": .string(scenario.name),
        "state": .string(scenario.state),
        "possibleStates": .array(scenario.possibleStates.map { .string($0) }),
      ]
    }
    return .json(JSONWriter.pretty(["scenarios": .array(scenarios)]))
  }

  static func reset(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    for world in try call.selectedWorlds() { world.stubs.resetScenarios() }
    return .json(JSONWriter.pretty([:]))
  }

  static func set(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let name = call.parameters.text(0)
    var known: [String] = []
    for world in try call.selectedWorlds() {
      let scenarios = world.stubs.scenarios
      known += scenarios.map(\.name)
      guard let scenario = scenarios.first(where: { $0.name == name }) else { continue }
      let state = try wanted(call)
      guard scenario.possibleStates.contains(state) else {
        throw AdminError(
          .unprocessable,
          "scenario \"\(name)\" has no state \"\(state)\""
            + Suggestion.hint(for: state, among: scenario.possibleStates), nil, pointer: "/state")
      }
      world.stubs.setScenario(name, to: state)
      return .json(JSONWriter.pretty([:]))
    }
    throw AdminError(
      .notFound, "there is no scenario \"\(name)\"" + Suggestion.hint(for: name, among: known))
  }

  private static func wanted(_ call: AdminRequest) throws(AdminError) -> String {
    if call.http.body.isEmpty { return Stub.startState }
    return try call.read { node throws(FixtureError) in
      try node.object { object throws(FixtureError) in try object.required("state").string() }
    }
  }
}

/// What holds for every stub that says nothing of it.
enum SettingsActions {
  static func show(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    var settings = JSONObject()
    switch try call.selectedWorlds().lazy.compactMap(\.stubs.usualDelay).first {
    case nil: break
    case .fixed(let time): settings["fixedDelay"] = .number(JSONNumber(time))
    case .uniform(let lower, let upper):
      settings["delayDistribution"] = [
        "type": "uniform", "lower": .number(JSONNumber(lower)),
        "upper": .number(JSONNumber(upper)),
      ]
    case .lognormal(let median, let sigma, let maximum):
      settings["delayDistribution"] = [
        "type": "lognormal", "median": JSONNumber("\(median)").map { .number($0) } ?? .null,
        "sigma": JSONNumber("\(sigma)").map { .number($0) } ?? .null,
        "maxValue": .number(JSONNumber(maximum)),
      ]
    }
    return .json(JSONWriter.pretty(["settings": .object(settings)]))
  }

  static func change(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let delay = try call.read { node throws(FixtureError) in
      try node.object { object throws(FixtureError) -> StubDelay? in
        let fixed = object.nullable("fixedDelay")
        let distribution = object.nullable("delayDistribution")
        // WireMock has more settings, which mean nothing here.
        _ = object.optional("extended")
        _ = object.optional("proxyPassThrough")
        if let distribution { return try StubDelay(distribution) }
        let time = try fixed?.int(in: 0...StubDelay.longest) ?? 0
        return time == 0 ? nil : .fixed(time)
      }
    }
    for world in try call.selectedWorlds() { world.stubs.usualDelay = delay }
    return .json(JSONWriter.pretty([:]))
  }
}

/// The files that bodies of answers are.
enum FileActions {
  static func list(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let names = try call.selectedWorlds().flatMap(\.stubs.files.names)
    return .json(JSONWriter.pretty(.array(names.map { .string($0) })))
  }

  static func show(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let name = try name(call)
    for world in try call.selectedWorlds() {
      if let bytes = world.stubs.files.content(name) {
        return HTTPResponse(
          status: .ok, fields: [.contentType: "application/octet-stream"], body: bytes)
      }
    }
    throw AdminError(.notFound, "there is no file \"\(name)\"")
  }

  static func put(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let name = try name(call)
    guard try call.oneWorld().stubs.files.put(name, Array(call.http.body)) else {
      throw AdminError(
        .contentTooLarge, "files that are put may have \(StubFiles.mostBytes) bytes together")
    }
    return .json(JSONWriter.pretty([:]))
  }

  static func remove(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let name = try name(call)
    guard try call.oneWorld().stubs.files.remove(name) else {
      throw AdminError(.notFound, "no call has put a file \"\(name)\"")
    }
    return .json(JSONWriter.pretty([:]))
  }

  private static func name(_ call: AdminRequest) throws(AdminError) -> String {
    try call.onlyParameters("service")
    let name = call.parameters.text(0)
    guard StubFiles.isName(name) else {
      throw AdminError(.unprocessable, "\"\(name)\" names no file below the folder of files")
    }
    return name
  }
}
