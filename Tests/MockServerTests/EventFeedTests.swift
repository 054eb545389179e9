import HTTPMessage
import JSON
import MockSupport
import Testing

@testable import MockServer

@Suite struct `The events of the control port` {
  private let clock = ManualClock("2026-01-31T12:00:00")
  private let notes: World<Notebook>
  private let feed: EventFeed

  init() throws {
    notes = try Notebook.world("notes", clock: clock)
    _ = notes.respond(to: HTTPRequest("GET", "/before"), from: nil)
    feed = EventFeed([notes], nil)
  }

  /// The events of the next look, by name.
  private func news() throws -> [(name: String, data: JSONValue)] {
    let text = String(decoding: feed.news(), as: UTF8.self)
    return try text.split(separator: "\n\n").map { event in
      let lines = event.split(separator: "\n")
      let name = try #require(lines.first { $0.hasPrefix("event: ") }).dropFirst(7)
      let data = try #require(lines.first { $0.hasPrefix("data: ") }).dropFirst(6)
      return (String(name), try JSONReader.value(of: Array(data.utf8)))
    }
  }

  @Test func `tell each request once, with what a list of them shows`() throws {
    #expect(try news().map(\.name) == ["summary"])
    _ = notes.respond(to: HTTPRequest("GET", "/nowhere?a=1"), from: nil)
    let events = try news()
    let requests = try #require(events.first { $0.name == "requests" }).data
    #expect(requests["skipped"] == 0)
    #expect(requests["requests"]?.array?.count == 1)
    let request = try #require(requests["requests"]?[0])
    #expect(request["service"] == "notes")
    #expect(request["method"] == "GET")
    #expect(request["url"] == "/nowhere?a=1")
    #expect(request["status"] == 404)
    #expect(request["matched"] == false)
    #expect(request["time"] == "2026-01-31T12:00:00Z")
    let number = try #require(notes.journal.latest)
    #expect(request["id"]?.string == number.id(in: "notes"))
    #expect(try news().isEmpty)
  }

  @Test func `tell the newest of many, and how many were left out`() throws {
    for number in 0..<450 {
      _ = notes.respond(to: HTTPRequest("GET", "/\(number)"), from: nil)
    }
    let requests = try #require(try news().first { $0.name == "requests" }).data
    #expect(requests["skipped"] == 250)
    #expect(requests["requests"]?.array?.first?["url"] == "/250")
    #expect(requests["requests"]?.array?.last?["url"] == "/449")
  }

  @Test func `leave nothing out when the journal was cleared`() throws {
    notes.journal.clear()
    _ = notes.respond(to: HTTPRequest("GET", "/after"), from: nil)
    let requests = try #require(try news().first { $0.name == "requests" }).data
    #expect(requests["skipped"] == 0)
    #expect(requests["requests"]?.array?.map { $0["url"] } == ["/after"])
  }

  @Test func `tell what else has changed`() throws {
    _ = try news()
    notes.group.clock.freeze()
    let events = try news()
    #expect(events.map(\.name) == ["summary"])
    #expect(events.first?.data["clocks"]?[0]?["frozen"] == true)
  }

  @Test func `now and then tell nothing, so that a lost connection is noticed`() {
    var lines: [[UInt8]] = []
    for _ in 0..<101 { lines.append(feed.news()) }
    #expect(lines.dropFirst().filter { !$0.isEmpty } == [Array(":\n\n".utf8), Array(":\n\n".utf8)])
  }
}
