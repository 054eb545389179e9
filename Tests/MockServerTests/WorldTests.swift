import HTTPMessage
import JSON
import MockServer
import MockSupport
import Synchronization
import Testing

@Suite struct `A world` {
  @Test func `serves its seed records`() throws {
    #expect(try Notebook.world().notes() == ["first", "second"])
  }

  @Test func `keeps what clients change`() throws {
    let world = try Notebook.world()
    world.add(note: "third")
    #expect(try world.notes() == ["first", "second", "third"])
  }

  @Test func `shares nothing with another one`() throws {
    let (one, other) = (try Notebook.world(), try Notebook.world())
    one.add(note: "third")
    #expect(try other.notes() == ["first", "second"])
    #expect(other.journal.count == 1)
  }

  @Test func `goes back to its seed records on reset, but keeps its journal`() throws {
    let world = try Notebook.world()
    try world.setUp("no notes")
    world.add(note: "third")
    world.reset()
    #expect(world.journal.count == 1)
    #expect(try world.notes() == ["first", "second"])
  }

  @Test func `has an exchange in its journal when the answer is there`() throws {
    let clock = ManualClock("2026-01-31T12:00:00")
    let world = try Notebook.world(clock: clock)
    clock.advance(seconds: 5)
    let response = world.respond(to: HTTPRequest("GET", "/other"), from: nil)
    let entry = try #require(world.journal.latest)
    #expect(entry.status == response.status)
    #expect(entry.responseBody == response.body)
    #expect(entry.reason == "only /notes is there")
    #expect(!entry.isMatched)
    #expect(entry.time.iso8601 == "2026-01-31T12:00:05")
  }

  @Test func `tells of each exchange once it is in the journal`() throws {
    let journal = Journal()
    let told = Mutex<[String]>([])
    let world = try Notebook.world(journal: journal) { service, request, answer in
      told.withLock {
        $0.append(
          "\(service.name) \(request.method) \(request.target.pathAndQuery) "
            + "\(answer.response.status.code) \(answer.reason ?? "fine") \(journal.count)")
      }
    }
    _ = try world.notes()
    _ = world.respond(to: HTTPRequest("GET", "/other?x"), from: nil)
    #expect(
      told.withLock { $0 } == [
        "notes GET /notes 200 fine 1", "notes GET /other?x 404 only /notes is there 2",
      ])
  }

  @Test func `serves many at once without losing a change`() async throws {
    let world = try Notebook.world()
    await withTaskGroup { group in
      for writer in 0..<8 {
        group.addTask {
          for number in 0..<50 { world.add(note: "\(writer).\(number)") }
        }
      }
    }
    #expect(world.journal.count == 400)
    #expect(try world.notes().array?.count == 402)
  }
}

@Suite struct `A provider state` {
  @Test func `changes the records`() throws {
    let world = try Notebook.world()
    try world.setUp("no notes")
    #expect(try world.notes() == [])
  }

  @Test func `undoes what clients changed`() throws {
    let world = try Notebook.world()
    world.add(note: "third")
    try world.setUp("a note")
    #expect(try world.notes() == ["first", "second", "hello"])
  }

  @Test func `adds to those that were set before it`() throws {
    let world = try Notebook.world()
    try world.setUp("no notes")
    try world.setUp("a note")
    try world.setUp("a note", ["id": 4, "text": "again"])
    #expect(try world.notes() == ["hello", "again"])
  }

  @Test func `counts once when it is set twice with the same parameters`() throws {
    let world = try Notebook.world()
    try world.setUp("a note")
    try world.setUp("no notes")
    try world.setUp("a note", ["text": "hello"])
    #expect(try world.notes() == ["hello"])
  }

  @Test func `starts from the seed records after a request was served`() throws {
    let world = try Notebook.world()
    try world.setUp("no notes")
    #expect(try world.notes() == [])
    try world.setUp("a note")
    #expect(try world.notes() == ["first", "second", "hello"])
  }

  @Test func `adds to the others again after it started from the seed records`() throws {
    let world = try Notebook.world()
    _ = try world.notes()
    try world.setUp("no notes")
    try world.setUp("a note")
    #expect(try world.notes() == ["hello"])
  }

  @Test func `merges into a record that has the same key`() throws {
    let world = try Notebook.world()
    try world.setUp("a note", ["id": 2])
    #expect(try world.notes() == ["first", "hello"])
  }

  @Test func `removes the records that have the members it names`() throws {
    let world = try Notebook.world()
    try world.setUp("a lost note", ["id": 2])
    #expect(try world.notes() == ["first"])
  }

  @Test func `tells the parameters in force`() throws {
    let world = try Notebook.world()
    #expect(try world.setUp("a note") == ["id": 3, "text": "hello"])
    #expect(try world.setUp("a note", ["text": "bye"]) == ["id": 3, "text": "bye"])
    #expect(try world.setUp("no notes") == [:])
  }

  @Test func `may put the service into another profile`() throws {
    let world = try Notebook.world()
    try world.setUp("loudness")
    try world.setUp("a note")
    #expect(try world.notes() == ["FIRST", "SECOND", "HELLO"])
  }

  @Test func `that is left takes its profile along`() throws {
    let world = try Notebook.world()
    try world.setUp("loudness")
    try world.tearDown(state: "loudness")
    #expect(try world.notes() == ["first", "second"])
  }

  @Test func `loses its profile on reset`() throws {
    let world = try Notebook.world()
    try world.setUp("loudness")
    world.reset()
    #expect(try world.notes() == ["first", "second"])
  }

  @Test func `that is left leaves the others`() throws {
    let world = try Notebook.world()
    try world.setUp("no notes")
    try world.setUp("a note")
    try world.setUp("a note", ["id": 4])
    try world.tearDown(state: "a note")
    #expect(try world.notes() == [])
    try world.tearDown(state: "no notes")
    #expect(try world.notes() == ["first", "second"])
  }

  @Test func `can be left without having been set`() throws {
    let world = try Notebook.world()
    world.add(note: "third")
    try world.tearDown(state: "a note")
    #expect(try world.notes() == ["first", "second"])
  }

  @Test func `without name is the seed`() throws {
    let world = try Notebook.world()
    try world.setUp("no notes")
    world.add(note: "third")
    #expect(try world.setUp("") == [:])
    #expect(try world.notes() == ["first", "second"])
  }

  @Test func `without name is left to the seed`() throws {
    let world = try Notebook.world()
    try world.setUp("no notes")
    try world.tearDown(state: "")
    #expect(try world.notes() == ["first", "second"])
  }

  @Test(arguments: [true, false])
  func `that is not known is refused with a suggestion`(isSetup: Bool) throws {
    let world = try Notebook.world()
    try world.setUp("no notes")
    let error = try #require(throws: ProviderStateError.self) {
      if isSetup { try world.setUp("a nota") } else { try world.tearDown(state: "a nota") }
    }
    #expect(
      error.description
        == "there is no provider state \"a nota\"; did you mean \"a note\"?")
    #expect(try world.notes() == [])
  }

  @Test func `with a wrong parameter is refused and leaves the world as it was`() throws {
    let world = try Notebook.world()
    try world.setUp("no notes")
    world.add(note: "third")
    let error = try #require(throws: ProviderStateError.self) {
      try world.setUp("a note", ["id": "four"])
    }
    #expect(
      error.description
        == "provider state \"a note\": expected an integer, found string at /notes/2/id")
    #expect(try world.notes() == ["third"])
  }

  @Test func `that is set again has nothing of what clients did before`() throws {
    let world = try Notebook.world()
    for _ in 1...3 {
      try world.setUp("a note")
      #expect(try world.notes() == ["first", "second", "hello"])
      world.add(note: "third")
      try world.tearDown(state: "a note")
      #expect(try world.notes() == ["first", "second"])
    }
  }

  @Test func `has its own parameters, however many were in force before`() throws {
    let world = try Notebook.world()
    for number in Array(1...20) + Array(1...20) {
      try world.setUp("a note", ["text": .string("\(number)")])
      #expect(try world.notes() == ["first", "second", .string("\(number)")])
    }
  }

  @Test func `that is refused does not keep the next one from starting at the seed`() throws {
    let world = try Notebook.world()
    try world.setUp("no notes")
    _ = try world.notes()
    #expect(throws: ProviderStateError.self) { try world.setUp("a note", ["id": 10]) }
    try world.setUp("a note")
    #expect(try world.notes() == ["first", "second", "hello"])
  }
}

extension ServiceWorld {
  @discardableResult
  fileprivate func setUp(_ name: String, _ parameters: JSONValue = [:]) throws -> JSONValue {
    .object(try setUp(state: name, parameters: try #require(parameters.object)))
  }
}
