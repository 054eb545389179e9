public import HTTPMessage
import JSON
public import Synchronization

/// A service that is nothing but its stubs.
public struct StubService: WorldService {
  public typealias State = Int

  public let fixtures: ServiceFixtures
  public static var isStubsAlone: Bool { true }

  /// A service of that name, read from `path`.
  ///
  /// - Throws: ``FixtureError`` when the name is none.
  public init(named name: String, path: String) throws(FixtureError) {
    let service: JSONValue = [
      "name": .string(name), "title": .string("the stubs of \(path)"), "collections": [:],
    ]
    fixtures = try ServiceFixtures(
      name,
      from: FixtureSource(
        files: [
          "\(name)/service.json": JSONWriter.compact(service),
          "\(name)/states.json": Array("{}".utf8),
        ], prefix: path), path: path)
  }

  /// The name that a folder gives its service: its own, in small letters, with hyphens.
  public static func name(ofFolder path: String) -> String {
    let last = path.split(separator: "/").last { $0 != "." && $0 != ".." } ?? ""
    let words = last.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.isEmpty ? "stubs" : words.joined(separator: "-")
  }

  public func state(from collections: Collections) throws(FixtureError) -> Int { 0 }

  /// The world adds which stubs came nearest.
  private static let nothing = Answer(
    .text("", status: .notFound), reason: "no stub answers this", isMatched: false)

  public func respond(
    to request: HTTPRequest, state: borrowing Mutex<Int>, context: ServiceContext
  ) -> Answer { Self.nothing }
}
