import AMQP
public import JSON
public import MockServer

/// Messages as the admin API shows them.
enum MessageForm {
  static func form(_ entry: MessageEntry) -> JSONValue {
    let published = entry.published
    let message = published.message
    var form = JSONObject([
      .init(key: "number", value: .number(JSONNumber(entry.number))),
      .init(key: "loggedDate", value: .number(JSONNumber(entry.time.microseconds / 1_000))),
      .init(key: "loggedDateString", value: .string(entry.time.iso8601 + "Z")),
      .init(key: "peer", value: .string(published.peer)),
      .init(key: "user", value: .string(published.user)),
      .init(key: "vhost", value: .string(published.virtualHost)),
      .init(key: "exchange", value: .string(message.exchange)),
      .init(key: "routingKey", value: .string(message.routingKey)),
      .init(key: "mandatory", value: .bool(published.isMandatory)),
      .init(key: "properties", value: properties(message.properties)),
    ])
    JournalForm.addBody(message.body, fullLength: entry.bodyLength, to: &form)
    let (outcome, queues) = words(for: published.outcome)
    form["outcome"] = .string(outcome)
    form["queues"] = .array(queues.map { .string($0) })
    form["wasMatched"] = .bool(entry.isMatched)
    form["mismatches"] = .array(entry.note?.mismatches ?? [])
    form["reason"] = entry.note?.reason.map { .string($0) }
    return .object(form)
  }

  private static func words(for outcome: MessageOutcome) -> (String, queues: [String]) {
    switch outcome {
    case .routed(let queues): ("routed", queues)
    case .returned: ("returned", [])
    case .dropped: ("dropped", [])
    case .nacked(let queues): ("nacked", queues)
    }
  }

  /// By the names of the specification; what was not sent is not there.
  private static func properties(_ properties: BasicProperties) -> JSONValue {
    var form = JSONObject()
    func add(_ name: String, _ text: String?) { form[name] = text.map { .string($0) } }
    func add(_ name: String, _ number: (some BinaryInteger)?) {
      form[name] = number.map { .number(JSONNumber(Int(clamping: $0))) }
    }
    add("content-type", properties.contentType)
    add("content-encoding", properties.contentEncoding)
    form["headers"] = properties.headers?.form
    add("delivery-mode", properties.deliveryMode)
    add("priority", properties.priority)
    add("correlation-id", properties.correlationID)
    add("reply-to", properties.replyTo)
    add("expiration", properties.expiration)
    add("message-id", properties.messageID)
    add("timestamp", properties.timestamp)
    add("type", properties.type)
    add("user-id", properties.userID)
    add("app-id", properties.appID)
    add("cluster-id", properties.clusterID)
    return .object(form)
  }
}

extension MessageEntry {
  /// Whether the message was understood and breaks no contract.
  public var isMatched: Bool { note.map { $0.isMatched && $0.mismatches.isEmpty } ?? true }
}

extension MessageJournal: MessageView {
  public func messages(_ query: MessageQuery) -> (forms: [JSONValue], total: Int) {
    let found = entries().reversed().filter { entry in
      (query.since.map { entry.time >= $0 } ?? true)
        && !(query.isUnmatchedOnly && entry.isMatched)
    }
    return (found.prefix(query.limit ?? .max).map(MessageForm.form), found.count)
  }

  public var droppedMessages: Int { dropped }

  public func message(_ number: Int) -> JSONValue? { entry(number).map(MessageForm.form) }

  public func clearMessages() { clear() }

  /// A journal alone knows of no broker.
  public func topology() -> JSONValue { [:] }
}
