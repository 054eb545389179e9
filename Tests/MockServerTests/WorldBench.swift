import EventLoop
import Glibc
import HTTPClient
import HTTPMessage
import JSON
import KeystoneMock
import MockServer
import MockSupport
import Synchronization
import Testing
import TroveMock

/// Fresh worlds of notes, and of trove with the keystone that it needs, on real ports; identifiers
/// count up, and time stands still.
struct WorldBench {
  let machine = ManualClock("2026-01-31T12:00:00")
  let worlds: FreshWorlds
  let loops: EventLoopGroup
  private let api: AdminAPI
  private let steady = Steady()

  private final class Steady: Sendable {
    let milliseconds = Atomic<Int64>(1_000_000)
  }

  init(most: Int = 100, observer: ExchangeObserver? = nil) throws {
    let steady = steady
    let clock: @Sendable () -> Int64 = {
      steady.milliseconds.load(ordering: .sequentiallyConsistent)
    }
    loops = try EventLoopGroup(count: 2, clock: clock)
    let notes = FixtureSource(files: Notebook.files(), prefix: "files")
    worlds = FreshWorlds(
      of: [
        try Blueprint(Notebook.self, ServiceFixtures("notes", from: notes)),
        try Blueprint(KeystoneMock.self, ServiceFixtures("keystone", from: Repository.fixtures)),
        try Blueprint(TroveMock.self, ServiceFixtures("trove", from: Repository.fixtures)),
      ],
      on: WorldHost(loops: loops, observer: observer),
      limits: .init(worlds: most, idleTime: 600_000), identifiers: CountingIdentifiers(),
      machine: machine, clock: clock)
    api = AdminAPI(worlds: [], fresh: worlds, access: .loopback, clock: machine)
  }

  /// Lets time pass for what waits for requests.
  func pass(seconds: Int64) {
    machine.advance(seconds: Int(seconds))
    steady.milliseconds.add(seconds * 1_000, ordering: .sequentiallyConsistent)
    loops.wake()
  }

  /// Makes an admin call on the control port.
  func call(_ method: String, _ call: String, body: String = "") -> HTTPResponse {
    api.respond(to: HTTPRequest(method, "/__admin" + call, body: body))
  }

  /// Waits for what happens on another thread; false when it does not happen.
  func comes(_ isThere: () -> Bool) -> Bool {
    for _ in 0..<5_000 {
      if isThere() { return true }
      usleep(1_000)
    }
    return isThere()
  }
}

extension FreshWorld {
  /// Makes a request to one of its services, by default the one that was asked for.
  func ask(
    _ method: HTTPMethod, _ target: String, of name: String? = nil, fields: HTTPFields = [:],
    body: String = ""
  ) throws -> HTTPResponse {
    let url = try #require(running.group.url(of: name ?? service))
    return try HTTPClient(try #require(HTTPURL(url)))
      .send(method, target, fields: fields, body: Array(body.utf8))
  }
}
