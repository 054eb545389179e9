import HTTPMessage
import JSON

/// The admin calls that look for requests in the journal.
enum RequestActions {
  private typealias Found = (world: any ServiceWorld, entry: JournalEntry)

  /// Newest first.
  private static func found(_ call: AdminRequest) throws(AdminError) -> [Found] {
    try call.onlyParameters("service")
    let pattern = try call.pattern()
    return try entries(call) { entry in SeenRequest(entry).map(pattern.fits) ?? false }
  }

  private static func entries(
    _ call: AdminRequest, where isMeant: (JournalEntry) -> Bool
  ) throws(AdminError) -> [Found] {
    try call.selectedWorlds().flatMap { world in
      world.journal.entries().filter(isMeant).map { (world, $0) }
    }.sorted { ($0.entry.time, $0.entry.number) > ($1.entry.time, $1.entry.number) }
  }

  static func count(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try answer(call, ["count": .number(JSONNumber(found(call).count))])
  }

  static func find(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try answer(
      call, ["requests": .array(found(call).map { JournalForm.loggedRequest($0.entry) })])
  }

  /// What was found, with how many requests could not be asked any more.
  private static func answer(
    _ call: AdminRequest, _ form: JSONObject
  ) throws(AdminError) -> HTTPResponse {
    let dropped = try call.selectedWorlds().reduce(0) { $0 + $1.journal.dropped }
    var form = form
    form["requestJournalDisabled"] = false
    form["dropped"] = .number(JSONNumber(dropped))
    if dropped > 0 {
      form["note"] = .string(
        "of what the journal holds; \(dropped) older requests were dropped for lack of room")
    }
    return .json(JSONWriter.pretty(.object(form)))
  }

  static func remove(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    removed(try found(call))
  }

  static func removeByMetadata(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let pattern = try call.read { node throws(FixtureError) in try ValuePattern(node) }
    var meant: Set<String> = []
    for world in try call.selectedWorlds() {
      for entry in world.stubs.all(at: world.group.clock.now())
      where entry.stub.metadata != .null && pattern.fits(SeenValue(entry.stub.metadata)) {
        meant.insert(entry.stub.id)
      }
    }
    return removed(try entries(call) { entry in entry.stub.map(meant.contains) ?? false })
  }

  private static func removed(_ found: [Found]) -> HTTPResponse {
    for (world, entry) in found { _ = world.journal.remove(entry.number) }
    return .json(
      JSONWriter.pretty([
        "serveEvents": .array(found.map { JournalForm.serveEvent($0.entry, of: $0.world) })
      ]))
  }

  static func unmatched(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let found = try entries(call) { !$0.isMatched }
    return try answer(
      call, ["requests": .array(found.map { JournalForm.loggedRequest($0.entry) })])
  }

  // MARK: Verification

  static func verify(_ call: AdminRequest) throws(AdminError) -> VerificationRun {
    try call.onlyParameters("service")
    let world = try call.oneWorld()
    let verification = try call.read { node throws(FixtureError) in try Verification(node) }
    return VerificationRun(verification, of: world, at: world.group.clock.now())
  }

  // MARK: Near misses

  /// So many unmatched requests are explained in one answer.
  private static let mostExplained = 100

  static func nearMissesOfUnmatched(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let misses = try entries(call) { !$0.isMatched }.prefix(mostExplained).flatMap {
      world, entry -> [JSONValue] in
      guard let request = SeenRequest(entry) else { return [] }
      let logged = JournalForm.loggedRequest(entry)
      return world.stubs.nearMisses(of: request, at: world.group.clock.now())
        .map { NearMissForm.json($0, request: logged) }
    }
    return .json(JSONWriter.pretty(["nearMisses": .array(misses)]))
  }

  static func nearMissesOfRequest(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let (request, logged) = try call.read { node throws(FixtureError) in
      (try LoggedRequest.read(node), node.value)
    }
    let misses = try call.selectedWorlds().flatMap { world in
      world.stubs.nearMisses(of: request, at: world.group.clock.now())
    }.sorted { $0.comparison.distance < $1.comparison.distance }
    return .json(
      JSONWriter.pretty([
        "nearMisses": .array(
          misses.prefix(StubBook.shownNearMisses).map { NearMissForm.json($0, request: logged) })
      ]))
  }

  static func nearMissesOfPattern(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let (pattern, asked) = try call.read { node throws(FixtureError) in
      (try StubRequestPattern(node), node.value)
    }
    let misses = try call.selectedWorlds().flatMap { world in
      NearRequests.json(of: pattern, in: world, asked: asked)
    }
    return .json(JSONWriter.pretty(["nearMisses": .array(misses)]))
  }
}

/// A request as the journal tells it, made a request again.
enum LoggedRequest {
  static func read(_ node: FixtureNode) throws(FixtureError) -> SeenRequest {
    var fields = HTTPFields()
    // What is told besides follows from these.
    guard let object = node.value.object else { throw node.error("expected a logged request") }
    if let headers = object["headers"]?.object {
      for member in headers.members {
        for value in member.value.array ?? [member.value] {
          fields.append(HTTPFieldName(member.key), value.string ?? value.description)
        }
      }
    }
    if let cookies = object["cookies"]?.object, fields["Cookie"] == nil, !cookies.isEmpty {
      let pairs = cookies.members.map { "\($0.key)=\($0.value.string ?? $0.value.description)" }
      fields.append("Cookie", pairs.joined(separator: "; "))
    }
    let url = object["url"]?.string ?? object["absoluteUrl"]?.string
    guard let url else { throw node.error("\"url\" is missing") }
    let body =
      object["bodyAsBase64"]?.string.flatMap { Base64.decode($0) }
      ?? Array((object["body"]?.string ?? "").utf8)
    return SeenRequest(
      HTTPRequest(
        method: HTTPMethod(object["method"]?.string ?? "GET"), target: url, fields: fields,
        body: body),
      clientIP: object["clientIp"]?.string)
  }
}
