import JSON
import Testing

@testable import OaioClient

@Suite struct `A session of oaio` {
  @Test func `is opened again when the server has ended it`() async throws {
    let bench = try OaioBench()
    let network = TroubledTransport(bench.transport())
    let client = try bench.client("alice", "devA", network: network)
    let opening = ["GET /api/login/", "POST /api/login/"]
    #expect(await client.synchronize())
    #expect(
      network.takeAsked() == opening + ["GET /api/current_stamp/", "GET /api/oaio_stampz/"])
    bench.forget()
    #expect(await client.synchronize())
    let again = network.takeAsked()
    #expect(Array(again.prefix(3)) == ["GET /api/current_stamp/"] + opening)
    #expect(again.count { $0 == "POST /api/login/" } == 1)
  }

  @Test func `ends when asked to, and not before it began`() async throws {
    let bench = try OaioBench()
    let network = TroubledTransport(bench.transport())
    let client = try bench.client("alice", "devA", network: network)
    try await client.logOut()
    #expect(network.takeAsked() == [])
    await client.synchronize()
    _ = network.takeAsked()
    try await client.logOut()
    #expect(network.takeAsked() == ["GET /api/current_stamp/", "POST /api/logout/"])
    #expect(await client.synchronize())
  }

  @Test func `serves calls one after another`() async throws {
    let bench = try OaioBench()
    let network = TroubledTransport(bench.transport())
    let client = try bench.client("alice", "devA", network: network)
    let id = try #require(try await client.registerObject(["n": 0])).oaioID
    _ = network.takeAsked()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          _ = try? await client.updateObject(
            id, ["k\(number)": .number(JSONNumber(number))])
        }
        group.addTask { await client.synchronize() }
      }
    }
    #expect(await client.errorMessage == "")
    #expect(await client.clientObjectz[id]?.clientValues.count == 21)
    #expect(try await bench.listed("alice")[id]?.clientValues.count == 21)
    // Never two requests of two calls in between each other: each has its check in front of it.
    let asked = network.takeAsked()
    for (place, request) in asked.enumerated() where !request.hasSuffix("/current_stamp/") {
      #expect(asked[place - 1] == "GET /api/current_stamp/")
    }
  }
}
