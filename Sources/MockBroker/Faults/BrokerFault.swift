public import JSON
import MockServer

/// What goes wrong on purpose.
///
///     { "fault": "close-channel", "code": 406, "text": "…", "exchange": "…", "routing_key": "a.#" }
public struct BrokerFault: Sendable, Equatable {
  /// When a fault can strike.
  public enum Event: String, Sendable, CaseIterable {
    /// A message was published.
    case publish
    /// A client wants to open a virtual host.
    case open

    /// The faults that can strike then.
    public var faults: [String] {
      switch self {
      case .publish:
        [
          "nack", "return", "close-channel", "close-connection", "cut", "stall", "drop-heartbeats",
          "delay-confirms",
        ]
      case .open: ["close-connection", "cut", "stall"]
      }
    }
  }

  public enum Action: Sendable, Equatable {
    /// The message is refused, and in no queue.
    case nack
    /// The message comes back as if it led nowhere, and is in no queue.
    case `return`
    case closeChannel(code: UInt16, text: String)
    case closeConnection(code: UInt16, text: String)
    /// The connection ends without a word.
    case cut
    /// The connection stays, but nothing is read or sent any more.
    case stall
    /// The broker sends no heartbeats on the connection any more.
    case dropHeartbeats
    /// The message is taken, but confirmed so many milliseconds later.
    case delayConfirms(milliseconds: Int)
  }

  public let event: Event
  public let action: Action
  /// Only messages for this exchange; nil for all.
  public let exchange: String?
  /// Only messages whose key matches this pattern, as a binding to a topic exchange has it.
  public let routingKey: String?

  /// Members that a fault may have beside its name.
  public static let members = ["exchange", "routing_key", "code", "text", "delay"]

  /// Reads the members of a fault; others than its own are the caller's.
  ///
  /// - Throws: ``BrokerFaultError`` when one is missing or wrong.
  public init(event: String, _ object: JSONObject) throws(BrokerFaultError) {
    guard let known = Event(rawValue: event) else {
      throw BrokerFaultError(
        "there is no event \"\(event)\""
          + Suggestion.hint(for: event, among: Event.allCases.map(\.rawValue)))
    }
    self.event = known
    exchange = try Self.text("exchange", object)
    routingKey = try Self.text("routing_key", object)
    let name = try Self.text("fault", object) ?? ""
    guard known.faults.contains(name) else {
      throw BrokerFaultError(
        "\"\(name)\" is no fault of \"\(event)\"" + Suggestion.hint(for: name, among: known.faults))
    }
    action = try Self.action(name, object)
  }

  private static func action(
    _ name: String, _ object: JSONObject
  ) throws(BrokerFaultError) -> Action {
    switch name {
    case "nack": return .nack
    case "return": return .return
    case "close-channel": return .closeChannel(code: try code(object), text: try words(object))
    case "close-connection":
      return .closeConnection(code: try code(object), text: try words(object))
    case "cut": return .cut
    case "stall": return .stall
    case "drop-heartbeats": return .dropHeartbeats
    default:
      guard let text = try text("delay", object), let delay = TimeLength.microseconds(text)
      else {
        throw BrokerFaultError("\"delay\" must be a length of time, for example \"500ms\"")
      }
      return .delayConfirms(milliseconds: delay / 1_000)
    }
  }

  private static func text(_ key: String, _ object: JSONObject) throws(BrokerFaultError) -> String?
  {
    guard let value = object[key] else { return nil }
    guard let text = value.string else {
      throw BrokerFaultError("\"\(key)\" must be a string, not \(value.typeName)")
    }
    return text
  }

  private static func words(_ object: JSONObject) throws(BrokerFaultError) -> String {
    try text("text", object) ?? "closed by a fault"
  }

  private static func code(_ object: JSONObject) throws(BrokerFaultError) -> UInt16 {
    guard let code = object["code"]?.int, (100...999).contains(code) else {
      throw BrokerFaultError("\"code\" must be a reply code, for example 320")
    }
    return UInt16(code)
  }

  /// Whether the fault is meant for a message.
  func concerns(_ message: Message) -> Bool {
    (exchange.map { $0 == message.exchange } ?? true)
      && (routingKey.map { TopicPattern($0).matches(message.routingKey) } ?? true)
  }
}

/// A fault that can't be armed.
public struct BrokerFaultError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Faults that wait for what they are meant for.
public protocol BrokerFaultSource: Sendable {
  /// Gives a fault that strikes now, and counts it; nil when there is none. Called with the broker's
  /// lock held, for every message.
  func take(
    _ event: BrokerFault.Event, where concerns: (BrokerFault) -> Bool
  ) -> BrokerFault?
}
