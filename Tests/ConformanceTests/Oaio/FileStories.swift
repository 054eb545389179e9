import JSON
import OaioClient
import Testing

extension `Conformance of oaio` {
  @Test(arguments: RunningOaio.all, ["Digi", "CshMock"])
  func `brings files to the other device`(oaio: ServiceUnderTest, host: String) async throws {
    let running = try RunningOaio(oaio)
    let a = try running.client("alice", "devA")
    let b = try running.client("alice", "devB")
    let content: [UInt8] = [0, 1, 255, 13, 10]
    let file = try #require(
      try await a.registerFile("sub/tst fil.bin", fileContent: content, cshID: host))
    #expect(!file.isPending && file.filePaths == ["sub/tst fil.bin"])
    #expect(running.folder.read("devA/filez/\(file.oaioID)/sub/tst fil.bin") == content)
    #expect(await b.synchronize())
    #expect(running.folder.read("devB/filez/\(file.oaioID)/sub/tst fil.bin") == content)

    try await b.updateFile(file.oaioID, fileContent: Array("new".utf8))
    #expect(await b.errorMessage == "")
    #expect(await a.synchronize())
    #expect(
      running.folder.read("devA/filez/\(file.oaioID)/sub/tst fil.bin") == Array("new".utf8))

    try await a.unregisterObject(file.oaioID, wipeFiles: true)
    #expect(running.folder.read("devA/filez/\(file.oaioID)/sub/tst fil.bin") == nil)
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningOaio.all)
  func `brings a folder to the other device`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    for name in ["a.txt", ".hidden", "sub/b.txt", "sub/deep/c.txt", ".git/no.txt"] {
      try running.folder.write("docs/" + name, Array(name.utf8))
    }
    let a = try running.client("alice", "devA")
    let made = try #require(try await a.registerFolder("{tst}/docs"))
    #expect(!made.isPending && made.rootPath == "{tst}/docs")
    #expect(made.filePaths == [".hidden", "a.txt", "sub/b.txt", "sub/deep/c.txt"])
    // Another place of the same name on another machine.
    let other = try RunningOaio(oaio, beside: running)
    let b = try other.client("alice", "devB")
    #expect(await b.synchronize())
    #expect(other.folder.read("docs/sub/deep/c.txt") == Array("sub/deep/c.txt".utf8))
    try other.folder.write("docs/d.txt", [1])
    try await b.updateFolder(made.oaioID)
    #expect(await a.synchronize())
    #expect(running.folder.read("docs/d.txt") == [1])
    try await a.unregisterObject(made.oaioID, wipeFiles: true)
    #expect(running.folder.read("docs/a.txt") == nil)
    #expect(running.folder.read("docs/.git/no.txt") != nil)
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningOaio.all)
  func `never takes an object for done whose files are not`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    let network = TroubledTransport()
    let a = try running.client("alice", "devA", transport: network)
    let b = try running.client("alice", "devB", transport: network)
    let lost = try #require(try await a.registerFile("f", fileContent: [1], cshID: "NoSuchHost"))
    #expect(lost.isPending)
    #expect(await !a.synchronize())
    #expect(await a.lastReport.pending.first?.error.status == 404)
    try await a.unregisterObject(lost.oaioID)

    let made = try #require(try await a.registerFile("f", fileContent: [1]))
    #expect(await b.synchronize())
    try await a.updateFile(made.oaioID, fileContent: [2])
    network.trouble = .lostAnswers("/files/get")
    #expect(await !b.synchronize())
    #expect(await b.lastReport.missing.map(\.oaioID) == [made.oaioID])
    #expect(running.folder.read("devB/filez/\(made.oaioID)/f") == [1])
    network.trouble = .none
    #expect(await b.synchronize())
    #expect(running.folder.read("devB/filez/\(made.oaioID)/f") == [2])
    try await a.unregisterObject(made.oaioID, wipeFiles: true)
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningOaio.all)
  func `lets nobody else say where files go`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    let alice = try running.client("alice", "devA")
    let bob = try running.client("bob", "devB")
    try running.folder.write("docs/a.txt", [1])
    let made = try #require(try await alice.registerFolder("{tst}/docs"))
    try await alice.upsertSubscription(made.oaioID, userName: "bob", accessRight: .update)
    #expect(await bob.synchronize())
    // Bob's copy lies in his cache.
    #expect(running.folder.read("devB/filez/\(made.oaioID)/a.txt") == [1])
    try await bob.updateObject(made.oaioID, ["_root_path": "{tst}/elsewhere"])
    #expect(await !alice.synchronize())
    #expect(await alice.lastReport.missing.map(\.oaioID) == [made.oaioID])
    #expect(running.folder.read("elsewhere/a.txt") == nil)
    await #expect(throws: OaioError.self) {
      try await bob.updateObject(made.oaioID, ["_file_paths": ["../../a.txt"]])
    }
    try await alice.unregisterObject(made.oaioID)
  }

  @Test(arguments: RunningOaio.all)
  func `puts a file of the cache aside that it can't read`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    let a = try running.client("alice", "devA")
    let id = try #require(try await a.registerObject(["n": 0])).oaioID
    let other = try #require(try await a.registerObject(["n": 1])).oaioID
    let broken = Array("{'oaio_id': nan}".utf8)
    try running.folder.write("devA/objz/\(id)", broken)
    let again = try running.client("alice", "devA")
    #expect(await again.errorMessage.contains("put aside"))
    #expect(await again.clientObjectz[other]?.clientValues["n"] == 1)
    #expect(running.folder.read("devA/unreadable/\(id)") == broken)
    #expect(await again.synchronize())
    #expect(await again.clientObjectz[id]?.clientValues["n"] == 0)
    try await again.unregisterObject(id)
    try await again.unregisterObject(other)
  }
}
