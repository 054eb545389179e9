import JSON
import MockSupport
import Testing

/// What a program prints, line by line, as Python prints it.
struct Printout {
  private(set) var lines: [String] = []
  /// The folder beside this file that holds what is expected.
  let folder: String

  init(_ folder: String) { self.folder = folder }

  mutating func print(_ text: String) {
    lines += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  mutating func print(_ number: Int) { print("\(number)") }

  mutating func print(_ flag: Bool) { print(flag ? "True" : "False") }

  /// Prints how a call is refused: the kind of the error and the service's words.
  ///
  /// - Parameter ids: what stands in the words for ids that differ from run to run.
  mutating func printRefusal(
    _ name: String, ids: [String: String] = [:], _ call: () async throws -> Void
  ) async {
    print("\(name): \(await Self.refusal(ids: ids, call))")
  }

  private static func refusal(
    ids: [String: String], _ call: () async throws -> Void
  ) async -> String {
    do {
      try await call()
      return "nothing"
    } catch let error as any ServiceError {
      let words = error.message ?? error.description
      return ids.reduce("\(error.kind), \(words)") { text, id in
        text.replacing(id.value, with: id.key)
      }
    } catch {
      return "\(error)"
    }
  }

  /// Expects to have printed the lines of that name in the folder's file.
  func expect(_ name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws {
    let file = try JSONReader.value(
      of: Repository.bytes("Tests/ConformanceTests/\(folder)/outputs.json"))
    let expected = try #require(file[name]?.array, sourceLocation: sourceLocation)
    #expect(lines == expected.compactMap(\.string), sourceLocation: sourceLocation)
  }
}

/// An error of a client, with what the service said.
protocol ServiceError: Error, CustomStringConvertible {
  var message: String? { get }
}

extension ServiceError {
  /// The name of the case.
  var kind: String { Mirror(reflecting: self).children.first?.label ?? "\(self)" }
}
