import HTTPMessage
import MockServer
import Testing

@Suite struct `A journal entry's id` {
  private static func entries(_ count: Int) -> [JournalEntry] {
    let journal = Journal()
    for number in 0..<count {
      journal.append(
        HTTPRequest("GET", "/\(number)"), Answer(.text("", status: .ok)), from: nil,
        at: Timestamp(microseconds: 0))
    }
    return journal.entries()
  }

  @Test func `leads back to the entry's number`() {
    for entry in Self.entries(300) {
      #expect(JournalEntry.number(ofID: entry.id(in: "notes"), in: "notes") == entry.number)
      #expect(
        JournalEntry.number(ofID: entry.id(in: "notes").uppercased(), in: "notes") == entry.number)
    }
  }

  @Test func `differs between entries and between services`() {
    let ids = Self.entries(50).flatMap { [$0.id(in: "notes"), $0.id(in: "diary")] }
    #expect(Set(ids).count == 100)
  }

  @Test func `has the form of a UUID`() throws {
    let id = try #require(Self.entries(1).first).id(in: "notes")
    #expect(
      try /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/.wholeMatch(in: id) != nil
    )
  }

  @Test func `of another service leads nowhere`() throws {
    let id = try #require(Self.entries(1).first).id(in: "notes")
    #expect(JournalEntry.number(ofID: id, in: "diary") == nil)
  }

  @Test(arguments: [
    "", "1", "zzz", "00000000-0000-4000-8000-000000000000", "-1", "+1",
    "ffffffff-ffff-ffff-ffff-ffffffffffff", "é",
  ])
  func `is not read from other text`(text: String) {
    #expect(JournalEntry.number(ofID: text, in: "notes") == nil)
  }
}
