import JSON
import Testing

@testable import OaioClient

/// What a device does until its process is killed.
struct DoomedWork: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let work: @Sendable (OaioClient, Prepared) async throws -> Void

  /// The objects that two devices have before.
  struct Prepared: Sendable {
    /// Changed here while offline.
    let edited: String
    /// Changed by the other device since; has a file.
    let foreign: String
    /// Changed here, and later by the other device.
    let disputed: String
  }

  static let all = [
    DoomedWork(testDescription: "a sync") { client, _ in await client.synchronize() },
    DoomedWork(testDescription: "registering and updating") { client, objects in
      _ = try? await client.registerFile("new", fileContent: [7])
      _ = try? await client.updateObject(objects.edited, ["n": 8])
    },
    DoomedWork(testDescription: "unregistering") { client, objects in
      try? await client.unregisterObject(objects.foreign, wipeFiles: true)
    },
  ]
}

@Suite struct `An oaio client that is killed` {
  @Test(arguments: DoomedWork.all)
  func `after any step loses nothing`(doomed: DoomedWork) async throws {
    var steps = 0
    while try await outlives(doomed, steps: steps) == false { steps += 1 }
    // All was done once there were enough steps; and there were many places to stop at.
    #expect(steps > 8)
  }

  /// Lets a process do so many steps of its work, then goes on with a new one.
  ///
  /// - Returns: Whether the work was done before its end.
  private func outlives(_ doomed: DoomedWork, steps: Int) async throws -> Bool {
    let bench = try OaioBench()
    let (objects, local) = try await Self.prepare(bench)
    let life = Lifeline(steps: steps)
    var isDone = false
    if let client = try? bench.client("alice", "devA", life: life) {
      try await doomed.work(client, objects)
      isDone = life.step("the work is done")
    }
    let stopped = "stopped after \(life.taken.last ?? "nothing")"

    let next = try bench.client("alice", "devA")
    #expect(await next.errorMessage == "", "\(stopped)")
    let kept = await next.clientObjectz
    let served = try await bench.listed("alice")
    for object in local {
      let isHere = [kept[object.oaioID], served[object.oaioID]].contains {
        $0.map { $0.clientStamp >= object.clientStamp } ?? false
      }
      // Only unregistering takes an object away, and only the one it was asked to.
      #expect(
        isHere || (doomed.testDescription == "unregistering" && object.oaioID == objects.foreign),
        "\(object.oaioID) is lost, \(stopped)")
    }
    await next.synchronize()
    #expect(await next.errorMessage == "", "\(stopped)")
    #expect(await next.synchronize(), "\(stopped)")
    try await Self.compare(next, bench, objects, stopped)
    return isDone
  }

  private static func prepare(
    _ bench: OaioBench
  ) async throws -> (DoomedWork.Prepared, [OaioObject]) {
    let network = TroubledTransport(bench.transport())
    let a = try bench.client("alice", "devA", network: network)
    let b = try bench.client("alice", "devB")
    let edited = try #require(try await a.registerObject(["n": 0])).oaioID
    let foreign = try #require(try await a.registerFile("f", fileContent: [1])).oaioID
    let disputed = try #require(try await a.registerObject(["n": 0])).oaioID
    #expect(await b.synchronize())
    network.trouble = .outage
    try await a.updateObject(edited, ["n": 1])
    try await a.updateObject(disputed, ["n": 1])
    try await a.registerFile("own", fileContent: [2])
    try await b.updateFile(foreign, fileContent: [3])
    try await b.updateObject(disputed, ["n": 2])
    return (
      DoomedWork.Prepared(edited: edited, foreign: foreign, disputed: disputed),
      Array(await a.clientObjectz.values)
    )
  }

  /// Both sides, and another device, have the same.
  private static func compare(
    _ client: OaioClient, _ bench: OaioBench, _ objects: DoomedWork.Prepared, _ stopped: String
  ) async throws {
    let other = try bench.client("alice", "devB")
    await other.synchronize()
    #expect(await other.errorMessage == "", "\(stopped)")
    let served = try await bench.listed("alice")
    // A copy of what is on the server no more stays until it is dropped here.
    for id in await client.clientObjectz.keys where served[id] == nil {
      try await client.unregisterObject(id, wipeFiles: true)
    }
    let here = await client.clientObjectz
    #expect(Set(here.keys) == Set(served.keys), "\(stopped)")
    let there = await other.clientObjectz
    #expect(here[objects.disputed]?.clientValues["n"] == 2, "\(stopped)")
    #expect(here.values.contains { $0.filePaths == ["own"] }, "\(stopped)")
    for (id, object) in here {
      #expect(!object.isPending, "\(id), \(stopped)")
      #expect(there[id]?.clientValues == object.clientValues, "\(id), \(stopped)")
      for file in object.filePaths {
        let content = bench.folder.read("devA/filez/\(id)/\(file)")
        #expect(content != nil, "\(stopped)")
        #expect(content == bench.folder.read("devB/filez/\(id)/\(file)"), "\(file), \(stopped)")
      }
    }
  }
}
