import AMQP

/// The arguments of `queue.declare`: which are understood, and which are refused because a queue
/// without them would be another one.
enum QueueArguments {
  private static let maxLength = "x-max-length"
  private static let overflow = "x-overflow"
  private static let type = "x-queue-type"

  /// RabbitMQ's arguments that change what becomes of messages; others, as `x-queue-mode`, don't.
  private static let unsupported: Set<String> = [
    "x-message-ttl", "x-expires", "x-dead-letter-exchange", "x-dead-letter-routing-key",
    "x-max-length-bytes", "x-max-priority", "x-single-active-consumer",
  ]

  /// What must be the same when the queue is declared again.
  static let compared = [maxLength, overflow, type]

  /// - Parameter queue: the queue in words, for the refusal.
  static func limit(in arguments: FieldTable, of queue: String) throws(Refusal) -> BrokerQueue
    .Limit?
  {
    for field in arguments where unsupported.contains(field.name) {
      throw Refusal(.notImplemented, "argument '\(field.name)' for \(queue)")
    }
    if let value = arguments[type], value.text != "classic" {
      throw Refusal(.notImplemented, "argument '\(type)' for \(queue): only 'classic' is served")
    }
    let behaviour = try overflow(arguments[overflow], of: queue)
    guard let value = arguments[maxLength] else { return nil }
    guard let length = value.int else {
      throw invalid(maxLength, queue, "\"expected integer, got \(value.typeName)\"")
    }
    guard length >= 0 else { throw invalid(maxLength, queue, "{value_negative,\(length)}") }
    return BrokerQueue.Limit(length: length, overflow: behaviour)
  }

  private static func overflow(
    _ value: FieldValue?, of queue: String
  ) throws(Refusal) -> BrokerQueue.Limit.Overflow {
    guard let value else { return .dropHead }
    switch value.text {
    case "drop-head": return .dropHead
    case "reject-publish": return .rejectPublish
    case "reject-publish-dlx":
      throw Refusal(.notImplemented, "'reject-publish-dlx' as argument '\(overflow)' for \(queue)")
    case .some: throw invalid(overflow, queue, "invalid_overflow")
    case nil: throw invalid(overflow, queue, "{unacceptable_type,\(value.typeName)}")
    }
  }

  private static func invalid(_ name: String, _ queue: String, _ problem: String) -> Refusal {
    Refusal(.preconditionFailed, "invalid arg '\(name)' for \(queue): \(problem)")
  }
}

/// What something is, compared with how it is declared again.
struct Equivalence {
  /// What is declared, in words.
  let subject: String

  func check(_ name: String, declared: Bool, current: Bool) throws(Refusal) {
    try check(name, declared: "'\(declared)'", current: "'\(current)'")
  }

  func check(_ name: String, declared: String, current: String) throws(Refusal) {
    guard declared == current else {
      throw Refusal(
        .preconditionFailed,
        "inequivalent arg '\(name)' for \(subject): received \(declared) but current is \(current)")
    }
  }

  func check(_ names: [String], declared: FieldTable, current: FieldTable) throws(Refusal) {
    for name in names {
      try check(name, declared: Self.words(declared[name]), current: Self.words(current[name]))
    }
  }

  private static func words(_ value: FieldValue?) -> String {
    guard let value else { return "none" }
    let text = value.text ?? value.int.map(String.init) ?? value.bool.map(String.init) ?? "\(value)"
    return "the value '\(text)' of type '\(value.typeName)'"
  }
}

extension FieldValue {
  /// RabbitMQ's name of the type.
  fileprivate var typeName: String {
    switch self {
    case .bool: "bool"
    case .int8: "byte"
    case .uint8: "unsignedbyte"
    case .int16: "short"
    case .uint16: "unsignedshort"
    case .int32: "signedint"
    case .uint32: "unsignedint"
    case .int64: "long"
    case .float: "float"
    case .double: "double"
    case .decimal: "decimal"
    case .longString: "longstr"
    case .bytes: "binary"
    case .timestamp: "timestamp"
    case .table: "table"
    case .array: "array"
    case .void: "void"
    }
  }
}
