import JSON

/// A fixture file that has been read: a name for messages, and the document.
public struct FixtureFile: Sendable {
  public let name: String
  private let document: JSONDocument?

  /// Reads a file's text.
  ///
  /// - Throws: ``FixtureError`` when it is not JSON, or repeats a name in an object.
  public init(name: String, text: [UInt8]) throws(FixtureError) {
    self.name = name
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(text)
    } catch {
      throw FixtureError(source: name, location: error.location, message: error.reason)
    }
    if let duplicate = document.duplicateKeys.first {
      throw FixtureError(
        source: name, location: duplicate.location,
        message: "\"\(duplicate.key)\" stands twice in this object")
    }
    self.document = document
  }

  /// What stands for a file where a provider state is wrong.
  static func name(ofState state: String) -> String { "provider state \"\(state)\"" }

  /// A value that was computed, or that stands in for a file that is not there: it has no text.
  init(computed name: String) {
    self.name = name
    document = nil
  }

  /// The whole content.
  public var root: FixtureNode {
    FixtureNode(file: self, pointer: JSONPointer(), value: document?.root ?? .null)
  }

  func location(of pointer: JSONPointer, ofKey: Bool = false) -> SourceLocation? {
    document?.location(of: pointer, ofKey: ofKey)
  }
}
