import KeystoneMock
import MockServer
import MockSupport
import ProvenaMock
import Testing
import TroveMock
import WorkqueueMock

/// A service's fixtures with one file broken, and what is said about it.
///
/// In the new text `▸` marks the place that the message must name; it is not part of the file.
struct BrokenFixture: Sendable, CustomTestStringConvertible {
  enum Change: Sendable {
    /// Replaces the first of these texts by the other.
    case edit(String, String)
    /// Replaces the file.
    case text(String)
    case removal
  }

  let service: String
  let file: String
  let change: Change
  let message: String

  var testDescription: String { "\(service)/\(file).json: \(message)" }

  init(
    _ file: String, of service: String = "workqueue", _ old: String, _ new: String,
    _ message: String
  ) {
    self.init(file, of: service, .edit(old, new), message)
  }

  init(_ file: String, of service: String = "workqueue", text: String, _ message: String) {
    self.init(file, of: service, .text(text), message)
  }

  init(_ file: String, of service: String = "workqueue", _ change: Change, _ message: String) {
    self.service = service
    self.file = file
    self.change = change
    self.message = message
  }

  private static let marker: Character = "▸"

  /// All files, and what the error is to say.
  func files() throws -> (files: [String: [UInt8]], expected: String) {
    var files = Repository.fixtureFiles(service)
    let name = "\(service)/\(file).json"
    let marked: String
    switch change {
    case .removal:
      files[name] = nil
      return (files, "prefix/\(name): \(message)")
    case .text(let text): marked = text
    case .edit(let old, let new):
      let original = String(decoding: try #require(files[name]), as: UTF8.self)
      try #require(original.contains(old), "the fixture holds the text that the case changes")
      marked = original.replacing(old, with: new, maxReplacements: 1)
    }
    files[name] = Array(marked.filter { $0 != Self.marker }.utf8)
    guard let place = marked.firstIndex(of: Self.marker) else { return (files, message) }
    let before = marked[..<place].split(separator: "\n", omittingEmptySubsequences: false)
    let column = (before.last?.unicodeScalars.count ?? 0) + 1
    return (files, "prefix/\(name):\(before.count):\(column): \(message)")
  }

  /// Reads fixtures as `serve` does.
  static func load(
    _ files: [String: [UInt8]], of service: String = "workqueue", profile: String? = nil
  ) throws {
    let source = FixtureSource(files: files, prefix: "prefix")
    let fixtures = try ServiceFixtures(service, from: source, profile: profile)
    switch service {
    case "keystone": _ = try Blueprint(KeystoneMock.self, fixtures)
    case "provena": _ = try Blueprint(ProvenaMock.self, fixtures)
    case "trove": _ = try Blueprint(TroveMock.self, fixtures)
    default: _ = try Blueprint(WorkqueueMock.self, fixtures)
    }
  }
}
