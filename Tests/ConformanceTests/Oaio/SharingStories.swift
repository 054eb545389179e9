import JSON
import OaioClient
import Testing

extension `Conformance of oaio` {
  @Test(arguments: RunningOaio.all)
  func `shares an object as far as the right goes`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    let alice = try running.client("alice", "devA")
    let bob = try running.client("bob", "devB")
    let id = try #require(try await alice.registerObject(["n": 0])).oaioID
    let subscription = try await alice.upsertSubscription(id, userName: "bob")
    #expect(subscription > 0)
    #expect(await bob.synchronize())
    #expect(await bob.clientObjectz[id]?.accessRight == .read)

    let edit = try await bob.updateObject(id, ["n": 1])
    #expect(edit.isPending)
    #expect(await !bob.synchronize())
    #expect(await !bob.synchronize())
    #expect(await bob.lastReport.pending.map(\.oaioID) == [id])
    #expect(await bob.lastReport.pending.first?.error.status == 403)
    await #expect(throws: OaioError.self) { try await bob.unregisterObject(id) }
    #expect(await bob.clientObjectz[id] == edit)

    let raised = try await alice.upsertSubscription(id, userName: "bob", accessRight: .update)
    #expect(raised == subscription)
    #expect(await bob.synchronize())
    #expect(await alice.synchronize())
    #expect(await bob.clientObjectz[id]?.accessRight == .update)
    #expect(await alice.clientObjectz[id]?.clientValues["n"] == 1)
    let access = try await alice.userzAccess(id)
    #expect(
      access.prefix(2) == [
        UserAccess(username: "alice", accessRight: .create),
        UserAccess(username: "bob", accessRight: .update),
      ])
    #expect(try await alice.userzAccess("").allSatisfy { $0.accessRight == .none })

    try await bob.unsubscribe(id, userName: "bob")
    #expect(await bob.clientObjectz[id] == nil)
    #expect(await bob.synchronize())
    #expect(await bob.clientObjectz[id] == nil)
    await #expect(throws: OaioError.self) {
      try await alice.upsertSubscription(id, userName: "alice", accessRight: .none)
    }
    #expect(await alice.errorMessage.contains("400"))
    try await alice.unregisterObject(id)
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningOaio.all)
  func `removes users, if a supervisor asks`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    let alice = try running.client("alice", "devA")
    let sven = try running.client("sven_super", "devS")
    let id = try #require(try await alice.registerObject(["n": 0])).oaioID
    try await alice.upsertSubscription(id, userName: "tst_new")
    #expect(try await alice.userzAccess(id).contains { $0.username == "tst_new" })
    await #expect(throws: OaioError.self) { try await alice.wipeUser("tst_new") }
    try await sven.wipeUser("tst_new")
    #expect(try await !alice.userzAccess(id).contains { $0.username == "tst_new" })
    try await alice.unregisterObject(id)
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningOaio.all)
  func `knows people by any name`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    let user = try running.client("jürgen", "gerät")
    let made = try #require(try await user.registerObject(["_name": "Größe & 50%?"]))
    #expect(!made.isPending)
    #expect(try await user.userzAccess(made.oaioID).first?.username == "jürgen")
    try await user.unregisterObject(made.oaioID)
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningOaio.all)
  func `survives a failed sign-in`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    let network = TroubledTransport()
    let alice = try running.client("alice", "devA", transport: network)
    network.trouble = .status(503)
    #expect(await !alice.synchronize())
    network.trouble = .lostAnswers("/login/")
    #expect(await !alice.synchronize())
    network.trouble = .none
    #expect(await alice.synchronize())

    let stranger = try running.client("alice", "devB", password: "se-cret")
    #expect(await !stranger.synchronize())
    #expect(await stranger.lastReport.errors.first?.status == 401)
    #expect(await !stranger.errorMessage.contains("se-cret"))
    await #expect(throws: OaioError.self) { try await stranger.userzAccess("") }
  }

  @Test(arguments: RunningOaio.all, [-70, 70])
  func `refuses to work with a clock that is far off`(
    oaio: ServiceUnderTest, seconds: Int
  ) async throws {
    let running = try RunningOaio(oaio)
    let late = try running.client("alice", "devA", offset: seconds)
    #expect(await !late.synchronize())
    guard case .clocksApart = await late.lastReport.errors.first else {
      Issue.record("\(await late.lastReport)")
      return
    }
    let near = try running.client("alice", "devA", offset: seconds - seconds.signum() * 5)
    #expect(await near.synchronize())
  }
}
