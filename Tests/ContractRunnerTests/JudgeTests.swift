import ContractRunner
import Contracts
import HTTPMessage
import Testing

@Suite struct `A judge` {
  private static let judge = Result {
    Judge(
      try Written.contract([
        Written.interaction("reads a", response: Written.answer(200, #"{"n": 1, "m": 1}"#)),
        Written.interaction("reads a, too", response: Written.answer(200, #"{"n": 2}"#)),
        Written.interaction("reads any", response: Written.answer(200, "{}")),
        Written.interaction(
          "is refused", request: Written.post("/items", "{}"), response: #"{"status": 422}"#),
        Written.interaction(
          "is refused as taken", request: Written.post("/items", #"{"name": "y", "count": 3}"#),
          response: #"{"status": 409}"#),
        Written.interaction(
          "adds an item", request: Written.post("/items", #"{"name": "x"}"#),
          response: #"{"status": 201}"#),
        Written.interaction(
          "adds two", request: Written.post("/items", #"{"name": "x", "count": 2}"#),
          response: #"{"status": 201}"#),
        Written.interaction(
          "reads b", request: Written.get("/b"), response: Written.answer(200, #"{"n": 1, "m": 1}"#)
        ),
        Written.interaction(
          "reads b, too", request: Written.get("/b"),
          response: Written.answer(200, #"{"n": 1, "m": 2}"#)),
      ]))
  }

  private static func verdict(
    _ request: HTTPRequest, _ response: HTTPResponse = HTTPResponse(status: .ok)
  ) throws -> Judge.Verdict {
    try judge.get().judge(request, response)
  }

  private static func words(_ misses: [Judge.NearMiss]) -> [[String]] {
    misses.map { [$0.interaction.description] + $0.mismatches.map(\.words) }
  }

  @Test func `finds every interaction that an exchange is an instance of`() throws {
    let verdict = try Self.verdict(Written.request(.get, "/a"), Written.json(#"{"n": 2}"#))
    guard case .covered(let places) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(places == [1, 2])
  }

  @Test func `tells an answer that differs by the closest interaction with the request`() throws {
    let verdict = try Self.verdict(
      Written.request(.get, "/b"), Written.json(#"{"n": 2, "m": 2}"#))
    guard case .answerDiffers(let miss) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(Self.words([miss]) == [["reads b, too", "$.n: expected 1 (integer), got 2"]])
  }

  @Test func `tells a breach by three near misses, successes first, closest first`() throws {
    let verdict = try Self.verdict(
      Written.request(.post, "/items", json: #"{"name": "y", "count": 2}"#))
    guard case .breach(let misses) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    let name = #"$.name: expected "x" (string), got "y""#
    #expect(
      Self.words(misses) == [
        ["adds two", name], ["adds an item", "$.count: expected nothing, got 2", name],
        ["is refused as taken", "$.count: expected 3 (integer), got 2"],
      ])
  }

  @Test(arguments: [("GET", "/c"), ("DELETE", "/a"), ("GET", "/a/"), ("GET", "/items")])
  func `finds no interaction for another method or path`(method: String, target: String) throws {
    let verdict = try Self.verdict(Written.request(HTTPMethod(method), target))
    guard case .uncovered = verdict else {
      Issue.record("\(verdict)")
      return
    }
  }

  @Test func `does not look at messages`() throws {
    let judge = Judge(
      try Written.contract([
        #"{"type": "Synchronous/Messages", "description": "m", "request": {}, "response": []}"#,
        Written.interaction("reads a"),
      ]))
    let verdict = judge.judge(Written.request(.get, "/a"), HTTPResponse(status: .ok))
    guard case .covered(let places) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(places == [1])
  }
}
