import AMQP
public import JSON
public import MockServer

extension Broker: MessageView {
  public func messages(_ query: MessageQuery) -> (forms: [JSONValue], total: Int) {
    journal.messages(query)
  }

  public var droppedMessages: Int { journal.dropped }

  public func message(_ number: Int) -> JSONValue? { journal.message(number) }

  public func clearMessages() { journal.clear() }

  public func topology() -> JSONValue { inspect(\.form) }
}

extension BrokerState {
  fileprivate var form: JSONValue {
    [
      "vhosts": .array(hosts.values.sorted { $0.name < $1.name }.map(\.form)),
      "connections": .array(
        sessions.values.sorted { $0.id.number < $1.id.number }.map(\.form)),
      "memory": [
        "bytes": .number(JSONNumber(ledger.bytes)),
        "limit": .number(JSONNumber(design.memoryLimit)), "blocked": .bool(isFull),
      ],
    ]
  }
}

extension VirtualHost {
  fileprivate var form: JSONValue {
    [
      "name": .string(name),
      "exchanges": .array(
        exchanges.values.sorted { $0.name < $1.name }.map { $0.form(alternate: alternate(of: $0)) }
      ),
      "queues": .array(queues.values.sorted { $0.name < $1.name }.map(\.form)),
    ]
  }
}

extension BrokerExchange {
  fileprivate func form(alternate: String?) -> JSONValue {
    [
      "name": .string(name), "type": .string(kind.rawValue), "durable": .bool(isDurable),
      "auto_delete": .bool(isAutoDelete), "internal": .bool(isInternal),
      "alternate_exchange": alternate.map { .string($0) } ?? .null,
      "bindings": .array(
        bindings.map { ["queue": .string($0.queue.name), "routing_key": .string($0.key)] }),
    ]
  }
}

extension BrokerQueue {
  fileprivate var form: JSONValue {
    [
      "name": .string(name), "durable": .bool(isDurable), "auto_delete": .bool(isAutoDelete),
      "exclusive": .bool(owner != nil), "drained": .bool(isDrained), "arguments": arguments.form,
      "messages_ready": .number(JSONNumber(readyCount)),
      "messages_unacknowledged": .number(JSONNumber(unacknowledged)),
      "consumers": .number(JSONNumber(consumers.count)),
    ]
  }
}

extension Session {
  fileprivate var form: JSONValue {
    [
      "peer": .string(peer), "state": .string(isBlocked ? "blocked" : phase.rawValue),
      "user": user.map { .string($0.name) } ?? .null,
      "vhost": host.map { .string($0.name) } ?? .null,
      "channels": .array(channels.keys.sorted().map { .number(JSONNumber(Int($0))) }),
      "client_properties": clientProperties.form,
    ]
  }
}
