public import JSON

/// Something wrong in a fixture: what, where, and what to do.
public struct FixtureError: Error, Sendable, CustomStringConvertible {
  /// The file, or the provider state, that is wrong.
  public let source: String
  /// Where in the file; nil when the whole file is meant.
  public let location: SourceLocation?
  public let message: String
  /// The value that is wrong, where it stands in a document.
  let pointer: JSONPointer?

  public init(source: String, location: SourceLocation? = nil, message: String) {
    self.init(source: source, location: location, message: message, pointer: nil)
  }

  init(source: String, location: SourceLocation?, message: String, pointer: JSONPointer?) {
    self.source = source
    self.location = location
    self.message = message
    self.pointer = pointer
  }

  /// The same, said of a provider state that made the place wrong.
  func inState(_ name: String) -> FixtureError {
    if source == FixtureFile.name(ofState: name) { return self }
    return FixtureError(
      source: source, location: location, message: "\(message), in provider state \"\(name)\"",
      pointer: pointer)
  }

  /// `file:line:column: message`
  public var description: String {
    location.map { "\(source):\($0): \(message)" } ?? "\(source): \(message)"
  }
}
