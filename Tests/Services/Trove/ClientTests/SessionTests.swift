import HTTPMessage
import HTTPTransport
import JSON
import Synchronization
import Testing
import TroveClient

@Suite struct `A token` {
  static let flavors = HTTPResponse.text(json: #"{"flavors":[]}"#)

  /// What the token check of the real service says.
  static let stale = HTTPResponse.text(
    json: #"{"error":{"code":401,"title":"Unauthorized","message":"Who are you?"}}"#, status: 401)

  @Test func `is not asked for before the first call`() {
    let stub = StubTransport(Self.flavors)
    _ = stub.client()
    #expect(stub.signIns.isEmpty)
  }

  @Test func `serves many calls, of copies of the client, too`() async throws {
    let stub = StubTransport(Self.flavors)
    let client = stub.client()
    var copy = client
    copy.timeout = .seconds(1)
    _ = try await client.flavors.list()
    _ = try await copy.flavors.list()
    _ = try await client.flavors.list()
    #expect(stub.signIns.count == 1)
    #expect(stub.calls.map { $0.fields["X-Auth-Token"] } == ["token-1", "token-1", "token-1"])
    #expect(stub.asked.timeouts == [.seconds(60), .seconds(60), .seconds(1), .seconds(60)])
  }

  @Test func `is asked for once by calls that begin together`() async throws {
    let stub = StubTransport(Self.flavors)
    let client = stub.client()
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<50 { group.addTask { try await client.flavors.list().count } }
      for try await count in group { #expect(count == 0) }
    }
    #expect(stub.signIns.count == 1)
    #expect(stub.calls.count == 50)
  }

  struct Life: Sendable, CustomTestStringConvertible {
    let version: String
    let minutes: Int?
    let after: Duration
    let signIns: Int
    var testDescription: String {
      "\(version), \(minutes.map { "\($0) minutes" } ?? "unknown"), used after \(after)"
    }
  }

  @Test(
    arguments: ["v2.0", "v3"].flatMap { version in
      [
        Life(version: version, minutes: 60, after: .seconds(57 * 60), signIns: 1),
        Life(version: version, minutes: 60, after: .seconds(58 * 60), signIns: 2),
        Life(version: version, minutes: 60, after: .seconds(600 * 60), signIns: 2),
        // Two minutes before the end would be at once.
        Life(version: version, minutes: 1, after: .seconds(29), signIns: 1),
        Life(version: version, minutes: 1, after: .seconds(30), signIns: 2),
        Life(version: version, minutes: nil, after: .seconds(600 * 60), signIns: 1),
      ]
    })
  func `is renewed shortly before it expires`(life: Life) async throws {
    let clock = ManualClock()
    let stub = StubTransport(
      identity: { number, request in
        StubTransport.signedIn(request, token: "token-\(number)", minutes: life.minutes)
      }, answer: { _ in .success(Self.flavors) })
    let client = TroveClient(
      username: "a", password: "b", projectID: "c", authURL: "http://stub/\(life.version)",
      transport: stub, clock: clock)
    clock.advance(by: .seconds(5))
    _ = try await client.flavors.list()
    clock.advance(by: life.after)
    _ = try await client.flavors.list()
    #expect(stub.signIns.count == life.signIns)
    #expect(stub.calls.last?.fields["X-Auth-Token"] == "token-\(life.signIns)")
  }

  @Test func `is renewed when the service refuses it, and the call repeated`() async throws {
    let stub = StubTransport { request in
      request.fields["X-Auth-Token"] == "token-1" ? .success(Self.stale) : .success(Self.flavors)
    }
    let client = stub.client()
    #expect(try await client.flavors.list().isEmpty)
    #expect(stub.signIns.count == 2)
    #expect(stub.calls.map { $0.fields["X-Auth-Token"] } == ["token-1", "token-2"])
    _ = try await client.flavors.list()
    #expect(stub.signIns.count == 2)
  }

  @Test func `is renewed in the recorded way`() async throws {
    let names = ["auth-stale-token-reauth", "-2", "-3", "-4"]
    let recordings = try names.enumerated().map { number, name in
      try Exchange.named(number == 0 ? name : names[0] + name)
    }
    let played = Mutex(0)
    let stub = StubTransport(
      identity: { number, _ in recordings[number == 1 ? 0 : 2].response },
      answer: { _ in
        .success(
          recordings[
            played.withLock {
              $0 += 1; return $0
            } == 1 ? 1 : 3
          ].response)
      })
    let flavors = try await stub.client().flavors.list()
    #expect(flavors.first?.name == "m1.tiny")
    #expect(stub.signIns.count == 2)
    #expect(stub.calls.count == 2)
  }

  @Test func `is renewed once by calls that were refused together`() async throws {
    let stub = StubTransport { request in
      request.fields["X-Auth-Token"] == "token-1" ? .success(Self.stale) : .success(Self.flavors)
    }
    let client = stub.client()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 { group.addTask { _ = try await client.flavors.list() } }
      try await group.waitForAll()
    }
    #expect(stub.signIns.count == 2)
  }

  @Test func `is not renewed twice for one call`() async throws {
    let recording = try Exchange.named("mgmt-forbidden")
    let stub = StubTransport(recording.response)
    let error = await #expect(throws: TroveError.self) {
      try await stub.client().managementInstances.list()
    }
    guard case .unauthorized(let refusal) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.message == "User does not have admin privileges.")
    #expect(stub.signIns.count == 2)
    #expect(stub.calls.count == 2)
  }

  @Test func `that could not be had is asked for again by the next call`() async throws {
    let stub = StubTransport(
      identity: { number, request in
        number == 1
          ? HTTPResponse(status: .serviceUnavailable)
          : StubTransport.signedIn(request, token: "t")
      }, answer: { _ in .success(Self.flavors) })
    let client = stub.client()
    let error = await #expect(throws: TroveError.self) { try await client.flavors.list() }
    #expect(error?.status == 503)
    #expect(try await client.flavors.list().isEmpty)
    #expect(stub.signIns.count == 2)
  }

  @Test func `goes where the new catalogue says`() async throws {
    let stub = StubTransport(
      identity: { number, request in
        StubTransport.signedIn(
          request, token: "token-\(number)", endpoint: "http://host-\(number)/v1.0/T/")
      },
      answer: { request in
        request.url.hasPrefix("http://host-1/") ? .success(Self.stale) : .success(Self.flavors)
      })
    _ = try await stub.client().flavors.list()
    #expect(
      stub.calls.map(\.url) == ["http://host-1/v1.0/T/flavors", "http://host-2/v1.0/T/flavors"])
  }

  /// Signs in only when told to.
  final class Gate: HTTPTransport {
    private let opened = AsyncStream.makeStream(of: Void.self)
    private let begun = AsyncStream.makeStream(of: Void.self)

    func open() { opened.continuation.finish() }
    func signInBegan() async { for await _ in begun.stream { return } }

    func send(
      _ request: TransportRequest, timeout: Duration
    ) async throws(TransportError) -> HTTPResponse {
      guard request.url.hasSuffix("/tokens") else { return `A token`.flavors }
      begun.continuation.finish()
      for await _ in opened.stream {}
      return StubTransport.signedIn(request, token: "t")
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `is not waited for by a call that is cancelled, but by the others`() async throws {
    let gate = Gate()
    let client = TroveClient(
      username: "a", password: "b", projectID: "c", authURL: "http://stub/v2.0", transport: gate)
    let first = Task { try await client.flavors.list().count }
    await gate.signInBegan()
    let second = Task { try await client.flavors.list().count }
    first.cancel()
    let error = await #expect(throws: TroveError.self) { try await first.value }
    #expect(error == .transport(.cancelled, call: "POST http://stub/v2.0/tokens"))
    gate.open()
    #expect(try await second.value == 0)
  }

  @Test(.timeLimit(.minutes(1)))
  func `is not asked for by a call that was cancelled before`() async throws {
    let stub = StubTransport(Self.flavors)
    let client = stub.client()
    let call = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await client.flavors.list().count
    }
    call.cancel()
    let error = await #expect(throws: TroveError.self) { try await call.value }
    #expect(error == .transport(.cancelled, call: "POST http://stub:5000/v2.0/tokens"))
    #expect(stub.signIns.isEmpty)
    #expect(try await client.flavors.list().isEmpty)
  }
}
