import ESGFPIDMock
import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `The consumer of PID messages` {
  @Test(arguments: CaseFile.all(in: "Tests/Services/ESGFPID/MockTests/Cases"))
  func `keeps what messages say`(story: CaseFile) throws {
    let world = try World(ESGFPIDMock.self, "esgfpid", profile: story.profile)
    #expect(story.differences(from: world) == [])
  }

  @Test func `only looks at a message that is in none of its queues`() throws {
    let world = try World(ESGFPIDMock.self, "esgfpid")
    let message = try #require(world.message("a data cart is made (documented)"))
    #expect(world.receive(message, isTaken: false).isMatched)
    let cart = HTTPRequest(
      method: .get, target: "/api/handles/21.14100/e5e98180-9b8d-3f3e-9e85-35d556b66b55",
      fields: [.host: "127.0.0.1"])
    #expect(world.answer(to: cart).status == .notFound)
    #expect(world.receive(message, isTaken: true).isMatched)
    #expect(world.answer(to: cart).status == .ok)
  }

  @Test func `does twice what came twice with the same outcome`() throws {
    let world = try World(ESGFPIDMock.self, "esgfpid")
    let message = try #require(world.message("errata are added to a dataset (documented)"))
    let dataset = HTTPRequest(
      method: .get, target: "/api/handles/21.14100/1e49f4ee-69c0-310b-a86d-35d4d0a289f9",
      fields: [.host: "127.0.0.1"])
    _ = world.receive(message, isTaken: true)
    let once = world.answer(to: dataset).body
    world.group.clock.advance(microseconds: 5_000_000)
    _ = world.receive(message, isTaken: true)
    #expect(world.answer(to: dataset).body == once)
  }
}
