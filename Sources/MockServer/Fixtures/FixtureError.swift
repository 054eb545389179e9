public import JSON

/// Something wrong in a fixture: what, where, and what to do.
public struct FixtureError: Error, Sendable, CustomStringConvertible {
  /// The file, or the provider state, that is wrong.
  public let source: String
  /// Where in the file; nil when the whole file is meant.
  public let location: SourceLocation?
  public let message: String

  public init(source: String, location: SourceLocation? = nil, message: String) {
    self.source = source
    self.location = location
    self.message = message
  }

  /// `file:line:column: message`
  public var description: String {
    location.map { "\(source):\($0): \(message)" } ?? "\(source): \(message)"
  }
}
