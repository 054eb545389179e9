import Contracts
import HTTPMessage
import JSON
import Testing

@testable import ContractRunner

@Suite struct `A recorded interaction` {
  private static func sketch(
    _ exchange: RecordedExchange, redacts: Bool = true, style: SketchStyle = SketchStyle()
  ) throws -> JSONValue {
    let redactor = Redactor(try RecordedExchange.rules(), isOff: !redacts)
    return ExchangeSketch(redactor: redactor, style: style)
      .interaction(exchange.request, exchange.response).json(description: "it")
  }

  @Test(arguments: RecordedExchange.all)
  func `says what it is expected to`(exchange: RecordedExchange) throws {
    let interaction = try Self.sketch(exchange)
    for member in exchange.expected.members {
      let wanted: JSONValue? = member.value == .null ? .none : member.value
      #expect(interaction.at(member.key) == wanted, "\(member.key) of \(interaction)")
    }
    for text in exchange.lacking { #expect(!interaction.description.contains(text)) }
  }

  @Test(arguments: RecordedExchange.all)
  func `covers the exchange that it comes from`(exchange: RecordedExchange) throws {
    for style in [SketchStyle(), SketchStyle(hasSteadyExamples: true, isByType: true)] {
      let interaction = try Self.sketch(exchange, style: style)
      let text = ContractWriter.text(ContractShell.contract("c", "p", [interaction]))
      let contract = try Contract.read(text, name: "recorded.json")
      let verdict = Judge(contract).judge(exchange.request, exchange.response)
      guard case .covered = verdict else {
        Issue.record("\(verdict) of \(interaction)")
        continue
      }
    }
  }

  @Test(arguments: RecordedExchange.all.filter { !$0.lacking.isEmpty })
  func `holds secrets when it is told to`(exchange: RecordedExchange) throws {
    let interaction = try Self.sketch(exchange, redacts: false).description
    #expect(!interaction.contains("\"REDACTED\""))
  }

  @Test func `hides what else is named, by its name or the end of it`() throws {
    let rules = try RecordedExchange.rules().redacting(["shoe-size", "X-Shop-*"])
    let sketch = ExchangeSketch(redactor: Redactor(rules))
    let interaction = sketch.interaction(
      HTTPRequest(method: .get, target: "/?shoeSize=47", fields: ["X-Shop-Mood": "bad"]),
      Written.json(#"{"shoe_size": "47"}"#)
    ).json(description: "it")
    #expect(interaction.at("/request/query/shoeSize/0") == "REDACTED")
    #expect(interaction.at("/request/headers/X-Shop-Mood/0") == "REDACTED")
    #expect(interaction.at("/response/body/content/shoe_size") == "REDACTED")
  }

  struct Pair: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bodies: [String]
    var style = SketchStyle()
    let isOne: Bool
  }

  @Test(arguments: [
    Pair(testDescription: "equal answers", bodies: [#"{"a": 1}"#, #"{"a": 1}"#], isOne: true),
    Pair(testDescription: "other values", bodies: [#"{"a": 1}"#, #"{"a": 2}"#], isOne: false),
    Pair(testDescription: "other members", bodies: [#"{"a": 1}"#, #"{"b": 1}"#], isOne: false),
    Pair(
      testDescription: "other times",
      bodies: [#"{"a": "2024-05-06", "t": 1700000000}"#, #"{"a": "2025-05-06", "t": 1700000009}"#],
      isOne: true),
    Pair(
      testDescription: "other identifiers, in links, too",
      bodies: [
        #"{"l": "http://a/x/5b0d7a4f-d0f0-4b9c-8f4e-1c9f5d0a7e21"}"#,
        #"{"l": "http://a/x/6b0d7a4f-d0f0-4b9c-8f4e-1c9f5d0a7e21"}"#,
      ], isOne: true),
    Pair(
      testDescription: "other values, by type", bodies: [#"{"a": [1]}"#, #"{"a": [2, 3]}"#],
      style: SketchStyle(isByType: true), isOne: true),
  ])
  func `is another for another exchange`(pair: Pair) throws {
    let sketch = ExchangeSketch(redactor: Redactor(try RecordedExchange.rules()), style: pair.style)
    let identities = pair.bodies.map { body in
      sketch.interaction(Written.request(.get, "/a"), Written.json(body)).identity
    }
    #expect((identities[0] == identities[1]) == pair.isOne)
  }

  @Test(arguments: [
    ("GET", "/a?b=1", "", "GET /a?b=1 answers 200"),
    ("POST", "/a/action", #"{"restart": {}}"#, "POST /a/action {restart} answers 200"),
    ("POST", "/a", #"{"x": 1, "y": 2}"#, "POST /a answers 200"),
  ])
  func `is called by what was asked`(
    method: String, target: String, body: String, title: String
  ) throws {
    let sketch = ExchangeSketch(redactor: Redactor(try RecordedExchange.rules()))
    let request = Written.request(HTTPMethod(method), target, json: body)
    #expect(sketch.interaction(request, HTTPResponse(status: .ok)).title == title)
  }

  @Test func `has the same example in every run when that is wanted`() throws {
    let style = SketchStyle(hasSteadyExamples: true, isByType: true)
    func text(_ id: String, _ port: Int) throws -> String {
      let sketch = ExchangeSketch(redactor: Redactor(try RecordedExchange.rules()), style: style)
      let host = "127.0.0.1:\(port)"
      let link = "http://\(host)/jobs/\(id)"
      return sketch.interaction(
        HTTPRequest(method: .get, target: "/jobs/\(id)?after=\(id)", fields: [.host: host]),
        HTTPResponse(
          status: .ok, fields: [.contentType: "application/json", "Location": link],
          body: Array(#"{"id": "\#(id)", "link": "\#(link)", "at": \#(1_700_000_000 + port)}"#.utf8)
        )
      ).json(description: "it").description
    }
    let one = try text("5b0d7a4f-d0f0-4b9c-8f4e-1c9f5d0a7e21", 4001)
    #expect(one == (try text("6b0d7a4f-d0f0-4b9c-8f4e-1c9f5d0a7e21", 4002)))
  }
}
