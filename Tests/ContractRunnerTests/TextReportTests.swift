import Contracts
import HTTPClient
import HTTPMessage
import Testing

@testable import ContractRunner

@Suite struct `A failure as text` {
  @Test func `has all that is needed to understand and to repeat it`() throws {
    let states =
      #""providerStates": [{"name": "open", "params": {"n": 1, "s": "x"}}, {"name": "full"}],"#
    let contract = try Written.contract([
      Written.interaction(
        "adds an item", states, request: Written.post("/items?q=1", #"{"name": "x"}"#),
        response: Written.answer(201, #"{"id": 7}"#))
    ])
    let results = contract.interactions.map {
      Written.result($0, of: contract, Written.json(#"{"id": 8}"#))
    }
    #expect(
      results.map(TextReport.failure) == [
        #"""
        ✗ adds an item
            at        shop.json:2
            state     open n=1, s="x"
            state     full
            request   POST /items?q=1
            expected  201 Created, application/json: {"id":7}
            got       200 OK, application/json: {"id": 8}
            ✗ status: expected 201, got 200
            ✗ $.id: expected 7 (integer), got 8
            repeat    curl -i -X POST -H 'Content-Type: application/json' --data-raw '{"name":"x"}' 'http://shop.example:8080/items?q=1'

        """#
      ])
  }

  @Test func `says why there was no request`() throws {
    let contract = try Written.contract([Written.interaction("reads a")])
    let results = contract.interactions.map {
      InteractionResult(contract, $0, outcome: .stateFailed("it is full"))
    }
    #expect(
      results.map(TextReport.failure) == [
        """
        ✗ reads a
            at        shop.json:2
            expected  200 OK
            the provider state could not be changed: it is full

        """
      ])
  }

  @Test func `says why there was no answer`() throws {
    let contract = try Written.contract([Written.interaction("reads a")])
    let results = contract.interactions.map {
      InteractionResult(
        contract, $0, outcome: .noAnswer(.closed(Written.url)),
        request: Written.request(.get, "/a"), url: Written.url)
    }
    #expect(
      results.map(TextReport.failure) == [
        """
        ✗ reads a
            at        shop.json:2
            request   GET /a
            expected  200 OK
            http://shop.example:8080 closed the connection without an answer
            repeat    curl -i 'http://shop.example:8080/a'

        """
      ])
  }

  @Test func `says why it was not played`() throws {
    let contract = try Written.contract([
      #"{"type": "Synchronous/Messages", "description": "m", "request": {}, "response": []}"#
    ])
    let results = contract.interactions.map {
      InteractionResult(contract, $0, outcome: .notPlayed("only HTTP"))
    }
    #expect(
      results.map(TextReport.failure) == [
        "! m\n    at        shop.json:2\n    not played: only HTTP\n"
      ])
  }
}

@Suite struct `An answer in one line` {
  @Test func `has the status alone without type and body`() {
    #expect(TextReport.summary(HTTPResponse(status: .noContent)) == "204 No Content")
  }

  @Test(arguments: ["a\nb", "a\r\nb", "a\rb"])
  func `has spaces for line ends`(body: String) {
    let summary = TextReport.summary(HTTPResponse(status: .ok, body: Array(body.utf8)))
    #expect(summary == "200 OK: a b")
  }

  @Test func `is cut behind 200 characters`() {
    let whole = String(repeating: "x", count: 200)
    let answers = [whole, whole + "y"].map {
      TextReport.summary(HTTPResponse(status: .ok, body: Array($0.utf8)))
    }
    #expect(answers == ["200 OK: \(whole)", "200 OK: \(whole)…"])
  }
}

@Suite struct `A tally` {
  private static func results(_ outcomes: [InteractionResult.Outcome]) throws
    -> [InteractionResult]
  {
    let contract = try Written.contract([Written.interaction("a")])
    let interaction = try #require(contract.interactions.first)
    return outcomes.map { InteractionResult(contract, interaction, outcome: $0) }
  }

  @Test func `counts what passed and what failed`() throws {
    let results = try Self.results([
      .passed, .failed([]), .stateFailed(""), .noAnswer(.closed(Written.url)), .passed,
    ])
    #expect(
      TextReport.tally(results)
        == "2 passed, 3 failed (1 by their provider state, 1 without an answer)")
  }

  @Test func `mentions what was not played`() throws {
    let results = try Self.results([.passed, .notPlayed("")])
    #expect(TextReport.tally(results) == "1 passed, 0 failed, 1 pending or not played")
  }

  @Test func `counts no pending interaction as failed`() throws {
    let contract = try Written.contract([Written.interaction("a", #""pending": true,"#)])
    let results = contract.interactions.flatMap {
      [
        InteractionResult(contract, $0, outcome: .failed([])),
        InteractionResult(contract, $0, outcome: .stateFailed("")),
      ]
    }
    #expect(TextReport.tally(results) == "0 passed, 0 failed, 2 pending or not played")
  }
}
