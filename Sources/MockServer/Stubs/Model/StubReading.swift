import JSON

extension Stub {
  /// Reads a stub strictly, as WireMock's mapping files and admin calls hold it, with two members
  /// more: `sequence`, answers that are given one after another (the last one stays, or with
  /// `"cycles": true` the first follows again), and `expiresAfter`, `{"uses": 3, "time": "10s"}`.
  ///
  /// - Parameters:
  ///   - id: for a stub that brings none.
  ///   - wanted: the identifier it must have, whatever it brings.
  static func read(
    _ node: FixtureNode, id: () -> String, wanted: String? = nil
  ) throws(FixtureError) -> Stub {
    try node.object { object throws(FixtureError) in
      let given = try Self.identifier(&object)
      if let wanted, let given, given != wanted {
        throw object.error(
          "the stub's id \(given) is not \(wanted)")
      }
      let id = wanted ?? given ?? id()
      for name in ["name", "insertionIndex", "postServeActions", "serveEventListeners"] {
        try Self.checkUnused(name, &object)
      }
      let priority = try object.nullable("priority")?.int(in: 0...Int(Int32.max))
      let request = object.nullable("request") ?? object.empty("request")
      let pattern = try StubRequestPattern(request)
      let (responses, cycles) = try Self.responses(&object)
      let step = try Self.step(&object)
      let expiry = try Self.expiry(&object)
      let isPersistent = try object.nullable("persistent")?.bool() ?? false
      let metadata = object.nullable("metadata")?.value ?? .null
      return Stub(
        id: id, form: Self.form(node.value, id: id), priority: priority ?? Self.usualPriority,
        pattern: pattern, responses: responses, cycles: cycles, step: step, expiry: expiry,
        isPersistent: isPersistent, metadata: metadata)
    }
  }

  private static func identifier(_ object: inout FixtureObject) throws(FixtureError) -> String? {
    let id = object.nullable("id")
    let uuid = object.nullable("uuid")
    guard let node = id ?? uuid else { return nil }
    let text = try node.string().lowercased()
    if let id, let uuid, try id.string().lowercased() != uuid.string().lowercased() {
      throw uuid.error("\"id\" and \"uuid\" differ")
    }
    guard isUUID(text) else {
      throw node.error("expected a UUID as 5a1f0e3c-0000-4000-8000-000000000001")
    }
    return text
  }

  private static func isUUID(_ text: String) -> Bool {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
  }

  /// Calls out of the server are not made, so a stub that asks for them is refused.
  private static func checkUnused(
    _ name: String, _ object: inout FixtureObject
  ) throws(FixtureError) {
    guard let node = object.nullable(name) else { return }
    switch (name, node.value) {
    case ("name", _): _ = try node.string()
    case ("insertionIndex", _): _ = try node.int()
    case (_, .array([])): break
    case (_, .object(let members)) where members.isEmpty: break
    default: throw node.error("\"\(name)\" is not done here: nothing would happen")
    }
  }

  private static func responses(
    _ object: inout FixtureObject
  ) throws(FixtureError) -> ([StubResponse], cycles: Bool) {
    let cycles = object.nullable("cycles")
    let response = object.nullable("response")
    guard let sequence = object.nullable("sequence") else {
      if let cycles { throw cycles.error("this needs \"sequence\"") }
      return (
        [
          try response.map { node throws(FixtureError) in try StubResponse(node) }
            ?? StubResponse.plain
        ], false
      )
    }
    guard response == nil else {
      throw sequence.error("\"response\" and \"sequence\" contradict each other: give one")
    }
    var responses: [StubResponse] = []
    for element in try sequence.array() { responses.append(try StubResponse(element)) }
    guard !responses.isEmpty else { throw sequence.error("expected one answer at least") }
    return (responses, try cycles?.bool() ?? false)
  }

  private static func step(_ object: inout FixtureObject) throws(FixtureError) -> Step? {
    let scenario = object.nullable("scenarioName")
    let required = object.nullable("requiredScenarioState")
    let next = object.nullable("newScenarioState")
    guard let scenario else {
      if let stray = required ?? next { throw stray.error("this needs \"scenarioName\"") }
      return nil
    }
    return Step(
      scenario: try scenario.string(), required: try required?.string(),
      next: try next?.string())
  }

  private static func expiry(_ object: inout FixtureObject) throws(FixtureError) -> Expiry? {
    guard let node = object.nullable("expiresAfter") else { return nil }
    return try node.object { object throws(FixtureError) in
      let uses = try object.nullable("uses")?.int(in: 1...1_000_000_000)
      let time = try object.nullable("time")?.duration()
      guard uses != nil || time != nil else {
        throw object.error("\"uses\" (as 3) or \"time\" (as \"10s\") is missing")
      }
      return Expiry(uses: uses, time: time)
    }
  }

  /// With the identifier in front under both its names, and without what is null.
  private static func form(_ value: JSONValue, id: String) -> JSONObject {
    var members: [JSONObject.Member] = [
      .init(key: "id", value: .string(id)), .init(key: "uuid", value: .string(id)),
    ]
    for member in value.object?.members ?? []
    where !["id", "uuid", "$schema"].contains(member.key) && member.value != .null {
      members.append(member)
    }
    return JSONObject(members)
  }
}

extension StubResponse {
  /// 200 without a body.
  static let plain: StubResponse = {
    var response = StubResponse()
    response.prepare()
    return response
  }()
}
