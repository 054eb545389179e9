import MockServer
import Testing

@Suite struct `A delay in a fixture` {
  /// The settings of a service whose `service.json` has these.
  private static func settings(_ text: String) throws -> FixtureNode {
    var files = Notebook.files()
    let service = String(decoding: files["notes/service.json"] ?? [], as: UTF8.self)
    files["notes/service.json"] = Array(
      service.replacing("\"settings\": {}", with: "\"settings\": \(text)").utf8)
    return try ServiceFixtures("notes", from: FixtureSource(files: files, prefix: "files")).settings
  }

  @Test(arguments: [
    (#"{"after": "1s"}"#, Delay(time: 1_000_000)),
    (#"{"after": "250ms", "reads": 0}"#, Delay(time: 250_000)),
    (#"{"reads": 2}"#, Delay(time: 0, reads: 2)),
    (#"{"reads": 1, "after": "1h30m"}"#, Delay(time: 5_400_000_000, reads: 1)),
    (#"{"after": "0s"}"#, Delay(time: 0)),
  ])
  func `is read`(text: String, delay: Delay) throws {
    #expect(try Delay(Self.settings(text)) == delay)
  }

  @Test(arguments: [
    ("{}", "\"after\" (as \"1s\") or \"reads\" (as 1) is missing"),
    (#"{"after": 1}"#, "expected a string, found number"),
    (
      #"{"after": "soon"}"#,
      "expected a length of time as \"500ms\", \"1s\", \"5m\", \"1h\" or \"2d\""
    ),
    (
      #"{"after": "-1s"}"#,
      "expected a length of time as \"500ms\", \"1s\", \"5m\", \"1h\" or \"2d\""
    ),
    (#"{"reads": -1}"#, "-1 is not between 0 and 1000000"),
    (#"{"reads": 1.5}"#, "expected an integer, found number"),
    (#"{"reads": 1, "afer": "1s"}"#, "unknown key \"afer\"; did you mean \"after\"?"),
    ("[]", "expected an object, found array"),
  ])
  func `is refused with the reason`(text: String, message: String) throws {
    let error = try #require(throws: FixtureError.self) { try Delay(Self.settings(text)) }
    #expect(error.message.hasPrefix(message))
  }

  @Test func `may stand among other members`() throws {
    let delay = try Self.settings(#"{"name": "x", "after": "2s"}"#).object {
      object throws(FixtureError) in
      _ = try object.required("name").string()
      return try Delay(&object)
    }
    #expect(delay == Delay(time: 2_000_000))
  }
}
