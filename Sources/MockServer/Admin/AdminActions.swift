import HTTPMessage
import HTTPServer
import JSON

/// What each admin call does.
enum AdminActions {
  static func health(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let services = try call.selectedWorlds().map { JSONValue.string($0.description.name) }
    return .json(
      JSONWriter.pretty([
        "status": "healthy",
        "message": "Understudy is running",
        "version": .string(Understudy.version),
        "uptimeInSeconds": .number(JSONNumber(call.now.seconds - call.started.seconds)),
        "timestamp": .string(call.now.iso8601 + "Z"),
        "services": .array(services),
      ]))
  }

  static func version(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    .json(JSONWriter.pretty(["version": .string(Understudy.version)]))
  }

  /// Shows a request as it was understood: nothing of this machine, so it is open to every `Host`.
  static func echo(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let request = call.http
    var echo: JSONObject = JSONObject([
      .init(key: "method", value: .string(request.method.name)),
      .init(key: "target", value: .string(String(decoding: request.target.raw, as: UTF8.self))),
      .init(key: "path", value: .string(String(decoding: request.target.path, as: UTF8.self))),
      .init(
        key: "query",
        value: .array(request.target.queryItems.map { [.string($0.name), .string($0.value)] })),
      .init(key: "version", value: request.version == .http11 ? "HTTP/1.1" : "HTTP/1.0"),
      .init(key: "headers", value: pairs(request.fields)),
    ])
    JournalForm.addBody(Array(request.body), to: &echo)
    echo["trailers"] = pairs(request.trailers)
    return .json(JSONWriter.pretty(.object(echo)))
  }

  private static func pairs(_ fields: HTTPFields) -> JSONValue {
    .array(fields.map { [.string($0.name.spelling), .string($0.value)] })
  }

  static func reset(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    for world in try call.selectedWorlds() {
      world.reset()
      world.faults.clear()
      world.stubs.reset(at: world.group.clock.now())
      world.journal.clear()
    }
    return .json(JSONWriter.pretty([:]))
  }

  /// Ends the server, which still gives this answer.
  static func shutdown(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters()
    guard let shutdown = call.shutdown else {
      throw AdminError(.notFound, "the mock is part of another program, which ends it")
    }
    shutdown()
    return .json(JSONWriter.pretty([:]))
  }

  // MARK: Journal

  static func requests(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service", "limit", "since", "unmatched", "matchingStub")
    let limit = try call.number("limit")
    let since = try call.since()
    let stub = call.query("matchingStub")?.lowercased()
    let unmatchedOnly = call.query("unmatched") == "true"
    let worlds = try call.selectedWorlds()
    let found = worlds.map { world in
      world.journal.newest(limit ?? .max) { record in
        (since.map { record.time >= $0 } ?? true) && !(unmatchedOnly && record.isMatched)
          && (stub.map { record.stub == $0 } ?? true)
      }
    }
    let entries = zip(worlds, found).flatMap { world, found in
      found.entries.map { (world: world, entry: $0) }
    }.sorted { ($0.entry.time, $0.entry.number) > ($1.entry.time, $1.entry.number) }
    return .json(
      JSONWriter.pretty([
        "requests": .array(
          entries.prefix(limit ?? .max).map { JournalForm.serveEvent($0.entry, of: $0.world) }),
        "meta": [
          "total": .number(JSONNumber(found.reduce(0) { $0 + $1.total })),
          "dropped": .number(JSONNumber(worlds.reduce(0) { $0 + $1.journal.dropped })),
        ],
        "requestJournalDisabled": false,
      ]))
  }

  static func request(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let (world, number) = try find(call)
    guard let entry = world.journal.entry(number) else { throw notHeld(call) }
    return .json(
      JSONWriter.pretty(JournalForm.serveEvent(entry, of: world, withNearMisses: true)))
  }

  static func removeRequest(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let (world, number) = try find(call)
    guard world.journal.remove(number) else { throw notHeld(call) }
    return .json(JSONWriter.pretty([:]))
  }

  private static func find(_ call: AdminRequest) throws(AdminError) -> (any ServiceWorld, Int) {
    let id = call.parameters.text(0)
    for world in try call.selectedWorlds() {
      if let number = JournalEntry.number(ofID: id, in: world.description.name) {
        return (world, number)
      }
    }
    throw notHeld(call)
  }

  private static func notHeld(_ call: AdminRequest) -> AdminError {
    AdminError(.notFound, "the journal holds no request \"\(call.parameters.text(0))\"")
  }

  static func clearRequests(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    for world in try call.selectedWorlds() { world.journal.clear() }
    return .json(JSONWriter.pretty([:]))
  }

  // MARK: Provider states

  static func providerStates(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let states = try call.selectedWorlds().flatMap { world in
      world.providerStates.map { state -> JSONValue in
        [
          "service": .string(world.description.name),
          "name": .string(state.name),
          "description": .string(state.description),
          "params": .object(state.parameters),
        ]
      }
    }
    return .json(JSONWriter.pretty(["providerStates": .array(states)]))
  }

  /// The state-change call of Pact's official verifier, as a JSON body or as query parameters.
  static func changeProviderState(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let change = try ProviderStateChange(call)
    var arguments = JSONObject()
    var problem: ProviderStateError?
    var isKnown = false
    for world in try call.selectedWorlds() {
      do throws(ProviderStateError) {
        if change.isTeardown {
          try world.tearDown(state: change.state)
        } else {
          arguments = try world.setUp(state: change.state, parameters: change.parameters)
        }
        isKnown = true
      } catch {
        if case .invalid = error { throw AdminError(.unprocessable, error.description) }
        problem = error
      }
    }
    if !isKnown, let problem { throw AdminError(.notFound, problem.description) }
    return .json(JSONWriter.pretty(.object(arguments)))
  }
}
