import HTTPMessage
import HTTPTransport
import MockServer
import Synchronization
import Testing
import TroveClient
import URLSessionTransport

/// Counts what goes over the real wire.
private final class CountingTransport: HTTPTransport {
  private let inner = URLSessionTransport()
  private let answers = Mutex<[(url: String, status: Int)]>([])

  func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse {
    let response = try await inner.send(request, timeout: timeout)
    answers.withLock { $0.append((request.url, response.status.code)) }
    return response
  }

  /// How often the client signed in.
  var signIns: Int { answers.withLock { $0.count { $0.url.hasSuffix("/tokens") } } }
  /// How often it was refused.
  var refusals: Int { answers.withLock { $0.count { $0.status == 401 } } }
}

extension `Conformance of Trove` {
  @Test(arguments: RunningTrove.all)
  func `signs in by version 3 as well`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let account = TroveAccount.worker
    let tc = TroveClient(
      username: account.username, password: account.password, projectID: account.project,
      regionName: running.region, authURL: running.authURL3)
    #expect(try await tc.flavors.list() == running.client().flavors.list())
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningTrove.all)
  func `signs in for a project that is named in any way`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let account = TroveAccount.worker
    let flavors = try await running.client().flavors.list()
    let id = try await RunningTrove.project(running.client())
    for url in [running.authURL, running.authURL3 + "/"] {
      for endpoint in EndpointType.allCases {
        let tc = TroveClient(
          username: account.username, password: account.password, tenantID: id,
          regionName: running.region, authURL: url, userDomain: .name("Default"),
          endpointType: endpoint)
        #expect(try await tc.flavors.list() == flavors)
      }
      let named = TroveClient(
        username: account.username, password: account.password, projectID: account.project,
        authURL: url, projectDomain: .name("Default"), serviceName: "trove")
      #expect(try await named.flavors.list() == flavors)
      let bypassing = TroveClient(
        username: account.username, password: account.password, projectID: account.project,
        authURL: url, bypassURL: "\(running.url)/v1.0/\(id)/")
      #expect(try await bypassing.flavors.list() == flavors)
      let projectless = TroveClient(
        username: account.username, password: account.password, authURL: url)
      let error = await #expect(throws: TroveError.self) { try await projectless.flavors.list() }
      #expect(error?.kind == "endpointNotFound")
    }
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningTrove.all)
  func `signs in once for many calls at once`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let transport = CountingTransport()
    let tc = running.client(transport: transport)
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 { group.addTask { try await tc.flavors.list().count } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts.count == 20 && Set(counts).count == 1)
    #expect(transport.signIns == 1 && transport.refusals == 0)
    #expect(running.breaches == [])
  }

  /// The client's own clock has not moved, so only the service knows that the time is over.
  @Test(.enabled(if: RunningTrove.canMoveTime), arguments: RunningTrove.all)
  func `renews a token that the service no longer takes`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let transport = CountingTransport()
    let tc = running.client(transport: transport)
    let flavors = try await tc.flavors.list()
    #expect(transport.signIns == 1)
    try await running.pass(.seconds(2 * 3_600))
    #expect(try await tc.flavors.list() == flavors)
    #expect(transport.signIns == 2 && transport.refusals == 1)
    #expect(try await tc.instances.list().isEmpty)
    #expect(transport.signIns == 2)
    try await running.pass(.seconds(2 * 3_600))
    // A call that changes something is repeated, too, and done once.
    let made = try await tc.instances.create(
      "once", flavorID: "1", volume: Volume(size: 1), datastore: "mysql")
    #expect(transport.signIns == 3 && transport.refusals == 2)
    #expect(try await tc.instances.list().map(\.id) == [made.id])
  }

  @Test(.enabled(if: RunningTrove.canMoveTime), arguments: RunningTrove.all)
  func `renews a refused token once for many calls at once`(
    trove: ServiceUnderTest
  ) async throws {
    let running = try RunningTrove(trove)
    let transport = CountingTransport()
    let tc = running.client(transport: transport)
    let flavors = try await tc.flavors.list().count
    try await running.pass(.seconds(2 * 3_600))
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<10 { group.addTask { try await tc.flavors.list().count } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == Array(repeating: flavors, count: 10))
    #expect(transport.signIns == 2 && (1...10).contains(transport.refusals))
  }

  @Test(.enabled(if: RunningTrove.canMoveTime), arguments: RunningTrove.all)
  func `renews a token before it ends when it knows the time`(
    trove: ServiceUnderTest
  ) async throws {
    let running = try RunningTrove(trove)
    let clock = try #require(running.clock)
    let transport = CountingTransport()
    let account = TroveAccount.worker
    let tc = TroveClient(
      username: account.username, password: account.password, projectID: account.project,
      authURL: running.authURL, transport: transport, clock: SharedClock(clock))
    for minutes in [0, 57, 2, 0, 57, 2, 0] {
      try await running.pass(.seconds(minutes * 60))
      _ = try await tc.flavors.list()
    }
    #expect(transport.signIns == 3 && transport.refusals == 0)
  }

  @Test(arguments: RunningTrove.all)
  func `serves two clients at once`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    func make(_ account: TroveAccount, _ prefix: String) async throws -> [Instance] {
      let tc = running.client(account)
      return try await withThrowingTaskGroup(of: Instance.self) { group in
        for number in 0..<5 {
          group.addTask {
            try await tc.instances.create(
              "\(prefix)-\(number)", flavorID: "1", volume: Volume(size: 1), datastore: "mysql")
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
    }
    async let worker = make(.worker, "worker")
    async let other = make(.documented, "other")
    let made = try await worker
    let others = try await other
    #expect(Set((made + others).map(\.id)).count == 10)
    let listed = try await running.client().instances.list()
    #expect(Set(listed.map(\.name)) == Set(made.map(\.name)) && listed.count == 5)
    for instance in made + others { try await running.remove(running.wait(for: instance)) }
  }

  @Test(arguments: RunningTrove.all)
  func `lets clients that race for a quota have no more than it`(
    trove: ServiceUnderTest
  ) async throws {
    let running = try RunningTrove(trove)
    let clients = [running.client(), running.client()]
    let admin = running.client(.administrator)
    try await running.withInstance(running.client()) { instance in
      let project = try #require(try await admin.managementInstances.show(instance.id).tenantID)
      let quota = try #require(
        try await admin.quota.show(project).first { $0.resource == "instances" })
      _ = try await admin.quota.update(project, ["instances": quota.inUse + 3])
      let made = await withTaskGroup(of: Instance?.self) { group in
        for number in 0..<8 {
          group.addTask {
            do throws(TroveError) {
              return try await clients[number % 2].instances.create(
                "racer", flavorID: "1", volume: Volume(size: 1), datastore: "mysql")
            } catch {
              guard case .overLimit = error else {
                Issue.record("\(error)")
                return nil
              }
              return nil
            }
          }
        }
        return await group.reduce(into: [Instance]()) { made, each in
          made += each.map { [$0] } ?? []
        }
      }
      #expect(made.count == 3)
      _ = try await admin.quota.update(project, ["instances": quota.limit])
      for instance in made { try await running.remove(running.wait(for: instance)) }
    }
  }
}

/// The time of a mock as a client's clock.
private struct SharedClock: Clock {
  struct Instant: InstantProtocol {
    let microseconds: Int

    func advanced(by duration: Duration) -> Instant {
      Instant(microseconds: microseconds + Int(duration / .microseconds(1)))
    }
    func duration(to other: Instant) -> Duration {
      .microseconds(other.microseconds - microseconds)
    }
    static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }
  }

  private let clock: AdjustableClock

  init(_ clock: AdjustableClock) { self.clock = clock }

  var now: Instant { Instant(microseconds: clock.now().microseconds) }
  var minimumResolution: Duration { .microseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    clock.advance(microseconds: max(0, deadline.microseconds - now.microseconds))
  }
}
