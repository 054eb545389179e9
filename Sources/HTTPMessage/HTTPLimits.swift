/// How much of a message is taken before it is refused.
public struct HTTPLimits: Sendable {
  /// Bytes of the request target; more is 414.
  public var target = 16 * 1024
  /// Bytes of all field lines; more is 431. Trailers have the same bound.
  public var fields = 64 * 1024
  /// Number of field lines; more is 431.
  public var fieldCount = 256
  /// Bytes of content; more is 413.
  public var body = 16 * 1024 * 1024

  public init() {}
}

/// Why a request can't be taken. The connection ends after the answer.
public struct HTTPParseError: Error, Sendable, Equatable, CustomStringConvertible {
  public let status: HTTPStatus
  /// What is wrong, for the one who wrote the client.
  public let reason: String

  public init(status: HTTPStatus, reason: String) {
    self.status = status
    self.reason = reason
  }

  public var description: String { "\(status): \(reason)" }
}
