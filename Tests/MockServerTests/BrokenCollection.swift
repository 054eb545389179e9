import MockServer
import MockSupport
import Testing

/// A service of collections with something wrong, and what is said about it; `▸` marks the place that
/// the message must name and is not part of the file.
struct BrokenCollection: Sendable, CustomTestStringConvertible {
  let files: [String: [UInt8]]
  let message: String
  var testDescription: String { message }

  /// The description of the collection `things` is wrong.
  init(_ things: String, records: String = #"[{"id": 1, "a": 2}]"#, _ message: String) {
    files = OwnService.files(things: things, records: ["things": records])
    self.message = message
  }

  /// Several collections don't fit together.
  init(collections: String, _ message: String) {
    self.init(collections: collections, [:], message)
  }

  init(collections: String, _ records: [String: String], _ message: String) {
    files = OwnService.files(collections: collections, records: records)
    self.message = message
  }

  /// The rest of `service.json` is wrong.
  init(more: String, _ message: String) {
    files = OwnService.files(more: more)
    self.message = message
  }

  private static let marker: Character = "▸"

  func check() throws {
    var plain: [String: [UInt8]] = [:]
    var expected = message
    for (name, text) in files {
      let marked = String(decoding: text, as: UTF8.self)
      plain[name] = Array(marked.filter { $0 != Self.marker }.utf8)
      guard let place = marked.firstIndex(of: Self.marker) else { continue }
      let before = marked[..<place].split(separator: "\n", omittingEmptySubsequences: false)
      let column = (before.last?.unicodeScalars.count ?? 0) + 1
      expected = "prefix/\(name):\(before.count):\(column): \(message)"
    }
    let error = try #require(throws: FixtureError.self) { try OwnService.load(plain) }
    #expect(error.description == expected)
  }
}
