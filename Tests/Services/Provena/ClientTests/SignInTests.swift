import HTTPMessage
import HTTPTransport
import JSON
import ProvenaClient
import Synchronization
import Testing

@Suite struct `A sign-in` {
  @Test(arguments: SignInScript.all)
  func `goes as the script has it`(script: SignInScript) async throws {
    let value = script.value
    let realm = ScriptedRealm(try script.exchanges())
    let time = ScriptedTime(now: value["now"]?.int ?? 0)
    let store = ScriptedStore(value["kept"]?.tokens)
    let shown = Mutex<[JSONValue]>([])
    let auth: any AuthManager
    if let offlineToken = value["offline"]?.string {
      auth = OfflineFlow(
        config: SignInScript.config, clientID: "client-tools", offlineToken: offlineToken,
        transport: realm, clock: time.clock)
    } else {
      auth = DeviceFlow(
        config: SignInScript.config, clientID: "client-tools", store: store, transport: realm,
        clock: time.clock
      ) { signIn in
        shown.withLock { $0.append(signIn.rendered) }
      }
    }
    var outcomes: [JSONValue] = []
    for step in script.steps {
      do {
        switch step {
        case .number(let seconds): time.pass(seconds.int ?? 0)
        case "forceRefresh": try await auth.forceRefresh()
        default: outcomes.append(.string(try await auth.token()))
        }
      } catch {
        outcomes.append(["error": .string("\(error)")])
      }
    }
    #expect(.array(outcomes) == value["outcomes"])
    #expect(realm.differences.isEmpty)
    #expect(time.slept == value["slept"]?.array?.compactMap(\.int) ?? [])
    #expect(.array(shown.withLock(\.self)) == value["shown"] ?? [])
    #expect(store.load() == (value["keptThen"] ?? value["kept"])?.tokens)
  }

  @Test func `is not begun before the first call`() async throws {
    let realm = ScriptedRealm([])
    _ = OfflineFlow(
      config: SignInScript.config, clientID: "c", offlineToken: "t", transport: realm)
    _ = DeviceFlow(config: SignInScript.config, clientID: "c", transport: realm) { _ in }
    #expect(realm.differences.isEmpty)
  }

  @Test func `whose error is not hidden by a call`() async throws {
    let realm = StubTransport { _ in .failure(.cannotConnect("refused")) }
    let store = StubTransport([])
    let auth = OfflineFlow(
      config: SignInScript.config, clientID: "c", offlineToken: "t", transport: realm)
    let client = DatastoreClient(auth: auth, config: StubTransport.config, transport: store)
    let error = await #expect(throws: ProvenaError.self) { try await client.getHealthCheck() }
    let call =
      "POST http://127.0.0.1:8080/auth/realms/provena/protocol/openid-connect/token"
    #expect(error == .transport(.cannotConnect("refused"), call: call))
    #expect(store.requests.isEmpty)
  }

  @Test func `that takes too long is told as such`() async throws {
    let realm = StubTransport { _ in .failure(.timedOut(after: .seconds(2))) }
    let auth = OfflineFlow(
      config: SignInScript.config, clientID: "c", offlineToken: "t", timeout: .seconds(2),
      transport: realm)
    let error = await #expect(throws: ProvenaError.self) { try await auth.token() }
    guard case .timedOut(after: .seconds(2), _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(realm.timeouts == [.seconds(2)])
  }

  @Test func `serves all calls that begin together`() async throws {
    let script = try #require(SignInScript.all.first { $0.value["offline"] != nil })
    let realm = ScriptedRealm(try script.exchanges())
    let time = ScriptedTime(now: script.value["now"]?.int ?? 0)
    let auth = OfflineFlow(
      config: SignInScript.config, clientID: "client-tools", offlineToken: "offline-alice",
      transport: realm, clock: time.clock)
    let tokens = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<50 { group.addTask { try await auth.token() } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(tokens == [CaseFile.filled("<jwt:alice>")])
    #expect(realm.differences.isEmpty)
  }

  /// Never signed in, and asked by a clock that sleeps until it is cancelled.
  @Test(.timeLimit(.minutes(1)))
  func `ends when nobody waits for it any more`() async throws {
    let begin = try Exchange.named("device-begin").response
    let pending = try Exchange.named("device-pending").response
    let realm = StubTransport { request in
      .success(request.url.hasSuffix("/auth/device") ? begin : pending)
    }
    let asleep = AsyncStream.makeStream(of: Void.self)
    let ended = AsyncStream.makeStream(of: Void.self)
    let clock = SignInClock(
      secondsSince1970: { 0 },
      sleep: { _ in
        asleep.continuation.yield()
        defer { ended.continuation.finish() }
        try await Task.sleep(for: .seconds(3600))
      })
    let auth = DeviceFlow(
      config: SignInScript.config, clientID: "c", store: nil, transport: realm, clock: clock
    ) { _ in }
    let callers = (0..<3).map { _ in Task { try await auth.token() } }
    for await _ in asleep.stream { break }
    callers.forEach { $0.cancel() }
    for caller in callers {
      let error = await #expect(throws: ProvenaError.self) { try await caller.value }
      guard case .transport(.cancelled, _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
    for await _ in ended.stream {}
  }

  @Test(.timeLimit(.minutes(1)))
  func `is not begun for a call that was cancelled before`() async throws {
    let realm = StubTransport([])
    let auth = OfflineFlow(
      config: SignInScript.config, clientID: "c", offlineToken: "t", transport: realm)
    let call = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await auth.token()
    }
    call.cancel()
    await #expect(throws: ProvenaError.self) { try await call.value }
    #expect(realm.requests.isEmpty)
  }

  @Test func `may be left to a token from elsewhere`() async throws {
    let auth = FixedToken("mine")
    try await auth.forceRefresh()
    #expect(try await auth.token() == "mine")
  }
}

extension JSONValue {
  fileprivate var tokens: Tokens? {
    guard let access = self["access_token"]?.string, let refresh = self["refresh_token"]?.string
    else { return nil }
    return Tokens(access: access, refresh: refresh)
  }
}

extension DeviceSignIn: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("verification_uri_complete", json(verificationURLComplete)),
      ("verification_uri", json(verificationURL)), ("user_code", json(userCode)),
      ("expires_in", json(lifetime.map { Int($0.components.seconds) })),
    ]
  }
}
