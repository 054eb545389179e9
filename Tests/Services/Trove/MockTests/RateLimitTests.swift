import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `A rate limit` {
  @Test func `lets through so many requests of a method in a minute`() throws {
    let clock = ManualClock()
    let world = try TroveTestWorld(clock: clock)
    _ = try world.trove.setUp(
      state: "a rate limit", parameters: JSONObject([.init(key: "rates", value: ["DELETE": 2])]))
    func ask(_ method: HTTPMethod) throws -> HTTPResponse {
      let token = try #require(world.parameters["token.workuser"]?.string)
      let project = try #require(world.parameters["project.work_project"]?.string)
      return world.trove.respond(
        to: HTTPRequest(
          method: method, target: "/v1.0/\(project)/instances/11111111-2222-3333-4444-555555555555",
          fields: ["X-Auth-Token": token, .host: "127.0.0.1"]), from: nil)
    }
    #expect(try ask(.delete).status == .notFound)
    clock.advance(seconds: 30)
    #expect(try ask(.delete).status == .notFound)
    let refused = try ask(.delete)
    #expect(refused.status == .contentTooLarge)
    #expect(refused.fields["Retry-After"] == "30")
    #expect(
      try JSONReader.value(of: refused.body) == [
        "overLimit": [
          "code": 413, "message": "This request was rate-limited.",
          "details": "Only 2 DELETE request(s) can be made to * every minute.", "retryAfter": "30",
        ]
      ])
    #expect(try ask(.get).status == .notFound)
    clock.advance(seconds: 30)
    #expect(try ask(.delete).status == .notFound)
    #expect(try ask(.delete).status == .contentTooLarge)
  }
}
