public import JSON

/// What is wrong with a contract file, and where.
public struct ContractError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The name under which the file was read.
  public let file: String
  public let location: SourceLocation
  /// What was expected and what was found.
  public let reason: String

  public init(file: String, location: SourceLocation, reason: String) {
    self.file = file
    self.location = location
    self.reason = reason
  }

  public var description: String { "\(file):\(location): \(reason)" }
}
