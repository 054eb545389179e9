import JSON
import OaioClient
import Testing

extension `Conformance of oaio` {
  @Test(arguments: RunningOaio.all)
  func `keeps objects the same on two devices`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    let a = try running.client("alice", "devA")
    let b = try running.client("alice", "devB")
    #expect(try await a.lastSyncStamp == .oldest)
    #expect(await a.synchronize())
    #expect(try await a.lastSyncStamp > .oldest)
    let made = try #require(
      try await a.registerObject(
        ["_name": "my list: a/b", "items": ["milk", 2]], cshID: "CshMock"))
    #expect(!made.isPending && made.accessRight == .create)
    #expect(made.oaioID == "tstapp⫻alice﹫devA⁄my␣list﹕␣a⁄b⁄\(made.clientStamp)")
    #expect(await b.synchronize())
    #expect(await b.lastReport.downloaded.contains(made.oaioID))
    #expect(await b.clientObjectz[made.oaioID]?.clientValues == made.clientValues)
    let changed = try await b.updateObject(made.oaioID, ["done": true])
    #expect(!changed.isPending && changed.clientValues["items"] != nil)
    let reset = try await b.updateObject(made.oaioID, ["done": 1], reset: true)
    #expect(reset.clientValues == ["done": 1])
    #expect(await a.synchronize())
    #expect(await a.clientObjectz[made.oaioID]?.clientValues == ["done": 1])
    #expect(await a.errorMessage == "")

    try await a.unregisterObject(made.oaioID)
    #expect(await a.clientObjectz[made.oaioID] == nil)
    // The other device keeps its copy, even a changed one, until it is dropped there, too.
    #expect(await b.synchronize())
    let orphan = try await b.updateObject(made.oaioID, ["done": 2])
    #expect(orphan.isPending)
    #expect(await !b.synchronize())
    #expect(await b.lastReport.pending.first?.error.status == 404)
    try await b.unregisterObject(made.oaioID)
    #expect(await b.clientObjectz[made.oaioID] == nil)
    #expect(await b.synchronize())
    try await a.logOut()
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningOaio.all)
  func `lets the newer of two versions win`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    let network = TroubledTransport()
    let a = try running.client("alice", "devA")
    let b = try running.client("alice", "devB", transport: network)
    let id = try #require(try await a.registerObject(["n": 0])).oaioID
    #expect(await b.synchronize())

    network.trouble = .outage
    let earlier = try await b.updateObject(id, ["n": 1])
    #expect(earlier.isPending && earlier.clientValues["n"] == 1)
    #expect(await !b.synchronize())
    #expect(await b.errorMessage.contains("there is an outage"))
    try await a.updateObject(id, ["n": 2])
    network.trouble = .none
    #expect(await b.synchronize())
    #expect(await b.clientObjectz[id]?.clientValues["n"] == 2)
    #expect(await b.lastReport.replaced == [earlier])

    network.trouble = .outage
    try await a.updateObject(id, ["n": 3])
    try await b.updateObject(id, ["n": 4])
    network.trouble = .none
    #expect(await b.synchronize())
    #expect(await a.synchronize())
    #expect(await a.clientObjectz[id]?.clientValues["n"] == 4)
    #expect(await b.lastReport.replaced == [])
    try await a.unregisterObject(id)
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningOaio.all)
  func `goes on after an outage, also by the next client`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    let network = TroubledTransport()
    network.trouble = .outage
    let first = try running.client("alice", "devA", transport: network)
    let made = try #require(try await first.registerObject(["n": 0]))
    #expect(made.isPending)
    try await first.updateObject(made.oaioID, ["n": 1])
    #expect(await first.errorMessage.contains("there is an outage"))
    network.trouble = .none
    let second = try running.client("alice", "devA", transport: network)
    #expect(await second.clientObjectz[made.oaioID]?.isPending == true)
    #expect(await second.synchronize())
    #expect(await second.lastReport.uploaded == [made.oaioID])
    #expect(network.takeAsked().count { $0.hasSuffix("/register/") } == 1)
    #expect(await second.clientObjectz[made.oaioID]?.serverValues["n"] == 1)
    #expect(await second.synchronize())
    #expect(
      network.takeAsked() == [
        "GET /api/current_stamp/", "GET /api/current_stamp/", "GET /api/oaio_stampz/",
      ])
    try await second.unregisterObject(made.oaioID)
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningOaio.all, ["register/", "upload/", "delete/"])
  func `does without an answer that was lost`(oaio: ServiceUnderTest, slug: String) async throws {
    let running = try RunningOaio(oaio)
    let network = TroubledTransport()
    let a = try running.client("alice", "devA", transport: network)
    #expect(await a.synchronize())
    network.trouble = .lostAnswers("/api/" + slug)
    let id = try #require(try await a.registerObject(["n": 0])).oaioID
    if slug != "register/" { try await a.updateObject(id, ["n": 1]) }
    #expect(await a.clientObjectz[id]?.isPending == (slug != "delete/"))
    if slug == "delete/" {
      await #expect(throws: OaioError.self) { try await a.unregisterObject(id) }
      #expect(await a.clientObjectz[id] != nil)
    }
    network.trouble = .none
    _ = network.takeAsked()
    #expect(await a.synchronize())
    #expect(await a.clientObjectz[id]?.isPending == false)
    #expect(network.takeAsked().allSatisfy { $0.hasPrefix("GET ") })
    try await a.unregisterObject(id)
    #expect(running.breaches == [])
  }
}
