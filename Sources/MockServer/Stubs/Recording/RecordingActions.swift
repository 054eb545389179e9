import HTTPMessage
import JSON
import Synchronization

/// A recording under way in one world: a stub behind all others passes on what none of them means.
struct StubRecording: Sendable {
  let wish: RecordingWish
  /// The stub that passes on.
  let stub: String
}

/// The admin calls that make stubs of a real server's answers.
enum RecordingActions {
  /// Behind all stubs that anybody writes.
  private static let lastPriority = Int(Int32.max)

  static func status(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let state = try call.oneWorld().stubs.recordingState
    return .json(JSONWriter.pretty(["status": .string(state)]))
  }

  static func start(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let world = try call.oneWorld()
    let wish = try call.read { node throws(FixtureError) in try RecordingWish(node) }
    guard let target = wish.target else {
      throw AdminError(
        .unprocessable, "\"targetBaseUrl\" is missing", nil, pointer: "/targetBaseUrl")
    }
    guard world.stubs.proxies.allows(target) else {
      throw AdminError(
        .unprocessable, "\(target) was not named at the start",
        "requests are passed on only to servers that the user has named: --proxy-to \(target)",
        pointer: "/targetBaseUrl")
    }
    let text = JSONWriter.compact([
      "priority": .number(JSONNumber(lastPriority)), "name": "recording",
      "response": ["proxyBaseUrl": .string(target)],
    ])
    let now = world.group.clock.now()
    let stub: Stub
    do throws(FixtureError) {
      stub = try Stub.read(
        try FixtureFile(name: "the recording", text: text).root, id: StubIDs.next)
    } catch {
      throw AdminError(error)
    }
    guard world.stubs.begin(StubRecording(wish: wish, stub: stub.id)) else {
      throw AdminError(HTTPStatus(409), "a recording is under way already")
    }
    world.stubs.put([stub], at: now)
    return .json(JSONWriter.pretty([:]))
  }

  static func stop(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let world = try call.oneWorld()
    guard let recording = world.stubs.endRecording() else {
      throw AdminError(HTTPStatus(409), "no recording is under way")
    }
    _ = world.stubs.remove([recording.stub])
    return try register(recording.wish, in: world) { $0 == recording.stub }
  }

  /// Of everything in the journal that was passed on.
  static func snapshot(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let world = try call.oneWorld()
    let wish =
      call.http.body.isEmpty
      ? RecordingWish()
      : try call.read { node throws(FixtureError) in try RecordingWish(node) }
    let passing = Set(
      world.stubs.all(at: world.group.clock.now()).filter { entry in
        entry.stub.responses.contains { $0.proxy != nil }
      }.map(\.stub.id))
    return try register(wish, in: world) { passing.contains($0) }
  }

  private static func register(
    _ wish: RecordingWish, in world: any ServiceWorld, where isMeant: (String) -> Bool
  ) throws(AdminError) -> HTTPResponse {
    var recorded = RecordedStubs(wish)
    for entry in world.journal.entries() where entry.stub.map(isMeant) ?? false {
      recorded.take(entry)
    }
    let forms = recorded.all
    let text = JSONWriter.compact(.array(forms))
    var stubs: [Stub] = []
    do throws(FixtureError) {
      let file = try FixtureFile(name: "the recording", text: text)
      for node in try file.root.array() { stubs.append(try Stub.read(node, id: StubIDs.next)) }
    } catch {
      throw AdminError(error)
    }
    world.stubs.put(stubs, at: world.group.clock.now())
    return .json(
      JSONWriter.pretty(["mappings": .array(stubs.map { .object($0.form) })]))
  }
}

extension StubBook {
  /// In WireMock's words.
  var recordingState: String {
    recording.withLock { $0.current != nil ? "Recording" : $0.hasBeen ? "Stopped" : "NeverStarted" }
  }

  /// False when there is one already.
  func begin(_ new: StubRecording) -> Bool {
    recording.withLock { recording in
      guard recording.current == nil else { return false }
      recording = (new, true)
      return true
    }
  }

  func endRecording() -> StubRecording? {
    recording.withLock { recording in
      defer { recording.current = nil }
      return recording.current
    }
  }
}
