import ProvenaClient
import Synchronization
import Testing

extension `Conformance of Provena` {
  @Test(arguments: RunningProvena.all)
  func `lets programs in with offline tokens`(provena: ServiceUnderTest) async throws {
    let running = try RunningProvena(provena)
    var output = Printout("Provena")
    for account in ProvenaAccount.allCases {
      let user = try await running.client(account).checkGeneralAccess()
      output.print("\(user.username) \(user.email ?? "-")")
      #expect(user.accessToken.split(separator: ".").count == 3)
    }
    await output.printRefusal("unknown", ids: running.ids) {
      _ = try await running.flow("not-a-token").token()
    }
    try output.expect("offline")
    #expect(running.breaches == [])
  }

  @Test(.enabled(if: RunningProvena.isMock), arguments: RunningProvena.all)
  func `finds tokens of no use before it sends them`(provena: ServiceUnderTest) async throws {
    let running = try RunningProvena(provena)
    var output = Printout("Provena")
    for name in ["stale", "expired", "forged"] {
      let client = DatastoreClient(auth: running.flow("offline-\(name)"), config: running.config)
      await output.printRefusal(name, ids: running.ids) { try await client.getHealthCheck() }
    }
    try output.expect("useless tokens")
  }

  @Test(.enabled(if: RunningProvena.isMock), arguments: RunningProvena.all)
  func `lets a user in by another device, once`(provena: ServiceUnderTest) async throws {
    let running = try RunningProvena(provena)
    let store = MemoryStore()
    let shown = Mutex<[DeviceSignIn]>([])
    func flow() -> DeviceFlow {
      DeviceFlow(
        config: running.config, clientID: "client-tools", store: store, clock: running.clock
      ) { signIn in
        shown.withLock { $0.append(signIn) }
      }
    }
    let auth = flow()
    #expect(store.load() == nil)
    let client = DatastoreClient(auth: auth, config: running.config)
    #expect(try await client.checkWriteAccess().username == "alice")
    let begun = shown.withLock(\.first)
    let signIn = try #require(begun)
    #expect(signIn.verificationURLComplete.hasPrefix(running.config.realmURL + "/"))
    #expect(signIn.verificationURLComplete.hasSuffix(signIn.userCode))
    let kept = try #require(store.load())
    #expect(try await auth.token() == kept.access)
    // The next run of the program has what the first one kept.
    #expect(try await flow().token() == kept.access)
    let shownFirst = shown.withLock(\.count)
    #expect(shownFirst == 1)
    try await auth.forceRefresh()
    let shownThen = shown.withLock(\.count)
    #expect(shownThen == 2)
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningProvena.all)
  func `takes no token of one's own making`(provena: ServiceUnderTest) async throws {
    let running = try RunningProvena(provena)
    let client = DatastoreClient(auth: FixedToken("not.a.token"), config: running.config)
    var output = Printout("Provena")
    // It asks for no token.
    output.print(try await client.getHealthCheck().message)
    await output.printRefusal("fetch") { _ = try await client.fetchDataset("10378.1/1451860") }
    await output.printRefusal("list") { _ = try await client.listDatasets() }
    await output.printRefusal("user") { _ = try await client.checkGeneralAccess() }
    try output.expect("bad token")
    #expect(running.breaches == [])
  }

  @Test func `is not waited for longer than one wants`() async throws {
    let mute = try MuteServer()
    let config = ProvenaConfig(server: mute.url, realmName: "provena")
    let client = DatastoreClient(
      auth: FixedToken("t"), config: config, timeout: .milliseconds(50))
    await #expect(
      throws: ProvenaError.timedOut(after: .milliseconds(50), call: "GET \(mute.url)/")
    ) { try await client.getHealthCheck() }
  }
}
