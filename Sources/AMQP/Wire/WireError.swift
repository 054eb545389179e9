/// What is wrong with bytes of AMQP, with the reply code that closes the connection for it.
public struct WireError: Error, Sendable, Equatable, CustomStringConvertible {
  public let code: ReplyCode
  /// What was expected and what was found.
  public let reason: String
  /// The method whose arguments were wrong, when it is known.
  public let method: MethodID?

  init(_ code: ReplyCode, _ reason: String, method: MethodID? = nil) {
    self.code = code
    self.reason = reason
    self.method = method
  }

  public var description: String { "\(code.name) - \(reason)" }
}
