import JSON
import MockServer
import Testing

@Suite struct `The call for provider states` {
  @Test func `lists them with their parameters`() throws {
    let list = try AdminBench().call("GET", "/provider-states?service=diary")
    #expect(
      list == [
        "providerStates": [
          [
            "service": "diary", "name": "no notes", "description": "Nothing is there.",
            "params": [:],
          ],
          [
            "service": "diary", "name": "a note", "description": "One more.",
            "params": ["id": 3, "text": "hello"],
          ],
          [
            "service": "diary", "name": "a lost note", "description": "One less.",
            "params": ["id": 1],
          ],
          [
            "service": "diary", "name": "loudness", "description": "Notes in capitals.",
            "params": [:],
          ],
        ]
      ])
  }

  @Test func `lists those of all services`() throws {
    let list = try AdminBench().call("GET", "/provider-states")["providerStates"]?.array ?? []
    #expect(list.compactMap { $0["service"]?.string }.filter { $0 == "notes" }.count == 4)
    #expect(list.compactMap { $0["service"]?.string }.filter { $0 == "diary" }.count == 4)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let query: String
    let body: String
    let parameters: JSONValue
    let notes: JSONValue
    var testDescription: String { query + body }

    init(query: String = "", body: String = "", _ parameters: JSONValue, _ notes: JSONValue) {
      self.query = query
      self.body = body
      self.parameters = parameters
      self.notes = notes
    }
  }

  @Test(arguments: [
    Case(body: #"{"state":"no notes"}"#, [:], []),
    Case(body: #"{"state":"no notes","action":"setup","consumer":"c"}"#, [:], []),
    Case(body: #"{"state":"a note"}"#, ["id": 3, "text": "hello"], ["first", "second", "hello"]),
    Case(
      body: #"{"state":"a note","params":null}"#, ["id": 3, "text": "hello"],
      ["first", "second", "hello"]),
    Case(
      body: #"{"state":"a note","params":{"text":"bye"}}"#, ["id": 3, "text": "bye"],
      ["first", "second", "bye"]),
    Case(body: #"{"state":"","params":{"a":1}}"#, [:], ["first", "second"]),
    Case(query: "?state=no%20notes", [:], []),
    Case(query: "?action=setup&state=no+notes", [:], []),
    Case(
      query: "?state=a%20note&id=2&text=b%26c", ["id": 2, "text": "b&c"], ["first", "b&c"]),
    Case(query: "?state=", [:], ["first", "second"]),
  ])
  func `sets one up and tells its parameters`(example: Case) throws {
    let bench = try AdminBench()
    let told = try bench.call("POST", "/provider-states" + example.query, body: example.body)
    #expect(told == example.parameters)
    #expect(try bench.notes.notes() == example.notes)
    #expect(try bench.diary.notes() == example.notes)
  }

  @Test(arguments: [
    Case(body: #"{"state":"no notes","action":"teardown"}"#, [:], ["first", "second"]),
    Case(query: "?state=no%20notes&action=teardown", [:], ["first", "second"]),
    Case(body: #"{"state":"","action":"teardown"}"#, [:], ["first", "second"]),
    Case(body: #"{"state":"a note","action":"teardown"}"#, [:], []),
  ])
  func `leaves one`(example: Case) throws {
    let bench = try AdminBench()
    try bench.call("POST", "/provider-states", body: #"{"state":"no notes"}"#)
    let told = try bench.call("POST", "/provider-states" + example.query, body: example.body)
    #expect(told == example.parameters)
    #expect(try bench.notes.notes() == example.notes)
  }

  @Test func `changes the chosen service only`() throws {
    let bench = try AdminBench()
    try bench.call("POST", "/provider-states?service=diary", body: #"{"state":"no notes"}"#)
    #expect(try bench.notes.notes() == ["first", "second"])
    #expect(try bench.diary.notes() == [])
  }

  @Test func `takes the service out of a query's parameters`() throws {
    let bench = try AdminBench()
    let told = try bench.call("POST", "/provider-states?service=diary&state=no%20notes")
    #expect(told == [:])
    #expect(try bench.notes.notes() == ["first", "second"])
    #expect(try bench.diary.notes() == [])
  }
}
