public import AMQP

/// What a broker is before anybody has spoken to it: users, virtual hosts and what is in them, and what
/// it says of itself. It is data:
///
///     { "server_properties": {…}, "mechanisms": ["PLAIN"], "locales": ["en_US"],
///       "tune": { "channel_max": 2047, "frame_max": 131072, "heartbeat": 60 },
///       "memory_limit": BYTES, "max_message_size": BYTES,
///       "users": [ { "name", "password", "vhosts": […] } ],
///       "vhosts": [ { "name",
///         "exchanges": [ { "name", "type", "durable", "internal" } ],
///         "queues": [ { "name", "durable", "arguments", "drained" } ],
///         "bindings": [ { "exchange", "queue", "routing_key" } ],
///         "policies": [ { "pattern", "alternate_exchange" } ] } ] }
///
/// A queue that is `drained` has an embedded consumer which takes each message at once.
public struct BrokerDesign: Sendable {
  public let serverProperties: FieldTable
  public let mechanisms: [String]
  public let locales: [String]
  public let channelMax: UInt16
  public let frameMax: UInt32
  /// In seconds; 0 for none.
  public let heartbeat: UInt16
  /// Bytes of messages in queues; beyond it publishers are blocked.
  public let memoryLimit: Int
  /// Bytes of a message's body.
  public let maxMessageSize: Int
  public let users: [User]
  public let virtualHosts: [VirtualHost]

  /// Somebody who may log in, with all rights on some virtual hosts.
  public struct User: Sendable {
    public let name: String
    public let password: String
    public let virtualHosts: [String]
  }

  public struct VirtualHost: Sendable {
    public let name: String
    let exchanges: [Exchange]
    let queues: [Queue]
    let bindings: [Binding]
    let policies: [Policy]
  }

  struct Exchange: Sendable {
    let name: String
    let kind: BrokerExchange.Kind
    let isDurable: Bool
    let isInternal: Bool
  }

  struct Queue: Sendable {
    let name: String
    let isDurable: Bool
    let arguments: FieldTable
    let limit: BrokerQueue.Limit?
    let isDrained: Bool
  }

  struct Binding: Sendable {
    let exchange: String
    let queue: String
    let key: String
  }

  /// Adds to exchanges what their declarations don't say.
  struct Policy: Sendable {
    let pattern: String
    let alternateExchange: String

    /// As RabbitMQ has it: a regular expression that is found anywhere in the name.
    func applies(to name: String) -> Bool {
      guard !name.isEmpty, let expression = try? Regex(pattern) else { return false }
      return (try? expression.firstMatch(in: name)) != nil
    }
  }
}
