/// Why a broker can't be spoken to, or no longer.
///
/// After ``channelClosed(_:_:method:)`` the connection and its other channels live on; after all others
/// a new connection is needed.
public enum ConnectionError: Error, Sendable, Equatable {
  case badAddress(String, reason: String)
  case unknownHost(String)
  /// Nothing could be connected to; the reason in words.
  case cannotConnect(BrokerAddress, reason: String)
  case timedOut(BrokerAddress, waitingFor: String, after: Duration)
  /// Something answers that is no AMQP 0-9-1.
  case notAMQP(BrokerAddress, reason: String)
  /// The broker has no login by user and password.
  case noPlainLogin(BrokerAddress, mechanisms: String)
  /// 403 in the middle of the login.
  case loginRefused(BrokerAddress, text: String)
  /// 530 when the virtual host is opened: there is none of this name, or the user may not enter it.
  case virtualHostRefused(BrokerAddress, text: String)
  /// The broker has closed the connection; `method` is what it objects to, if anything.
  case connectionClosed(ReplyCode, String, method: MethodID?)
  /// The broker has closed the channel: 404 for what is missing, 406 for what is otherwise, and so on.
  case channelClosed(ReplyCode, String, method: MethodID?)
  /// The connection broke.
  case lost(BrokerAddress, reason: String)
  /// Not a byte came in time, though the broker promised heartbeats.
  case silent(BrokerAddress, after: Duration)
  /// The broker does not keep to the protocol.
  case violation(BrokerAddress, reason: String)
  /// This side has closed.
  case closed
  /// All channels that the broker allows are in use.
  case noChannelLeft(most: Int)
}

extension ConnectionError {
  /// What the broker said, when it closed or refused.
  public var text: String? {
    switch self {
    case .loginRefused(_, let text), .virtualHostRefused(_, let text),
      .connectionClosed(_, let text, _), .channelClosed(_, let text, _):
      text
    default: nil
    }
  }
}

extension ConnectionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badAddress(let url, let reason): "\(url) is no address of a broker: \(reason)"
    case .unknownHost(let host): "the host name \(host) has no address"
    case .cannotConnect(let address, let reason): "cannot connect to \(address): \(reason)"
    case .timedOut(let address, let what, let limit): "\(address): no \(what) within \(limit)"
    case .notAMQP(let address, let reason): "\(address) does not speak AMQP 0-9-1: \(reason)"
    case .noPlainLogin(let address, let mechanisms):
      "\(address) has no login PLAIN, only \(mechanisms)"
    case .loginRefused(let address, let text):
      "\(address) refuses the login of \"\(address.user)\": \(text)"
    case .virtualHostRefused(let address, let text):
      "\(address) refuses the virtual host \"\(address.virtualHost)\": \(text)"
    case .connectionClosed(let code, let text, let method):
      "the broker closed the connection: \(code.number) \(text)\(Self.about(method))"
    case .channelClosed(let code, let text, let method):
      "the broker closed the channel: \(code.number) \(text)\(Self.about(method))"
    case .lost(let address, let reason): "the connection to \(address) broke: \(reason)"
    case .silent(let address, let limit): "\(address) has been silent for \(limit)"
    case .violation(let address, let reason): "\(address) breaks the protocol: \(reason)"
    case .closed: "the connection was closed by this side"
    case .noChannelLeft(let most): "all \(most) channels of the connection are in use"
    }
  }

  private static func about(_ method: MethodID?) -> String { method.map { " (\($0))" } ?? "" }
}
