import AMQP

/// Where messages are published to; it lets them into the queues that are bound to it.
final class BrokerExchange {
  enum Kind: String, Sendable, CaseIterable {
    case direct, topic, fanout
  }

  let name: String
  let kind: Kind
  let isDurable: Bool
  let isAutoDelete: Bool
  /// Whether clients may not publish to it.
  let isInternal: Bool
  let arguments: FieldTable
  /// Gets what leads to no queue here.
  let alternate: String?
  private(set) var bindings: [Binding] = []
  /// Whether it is the design's, or there from the beginning.
  let isGiven: Bool

  struct Binding {
    let queue: BrokerQueue
    let key: String
    let arguments: FieldTable
    let pattern: TopicPattern

    init(queue: BrokerQueue, key: String, arguments: FieldTable) {
      self.queue = queue
      self.key = key
      self.arguments = arguments
      pattern = TopicPattern(key)
    }

    func isSame(as other: Binding) -> Bool {
      queue === other.queue && key == other.key && arguments == other.arguments
    }
  }

  init(
    name: String, kind: Kind, isDurable: Bool, isAutoDelete: Bool = false, isInternal: Bool = false,
    arguments: FieldTable = FieldTable(), alternate: String? = nil, isGiven: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.isDurable = isDurable
    self.isAutoDelete = isAutoDelete
    self.isInternal = isInternal
    self.arguments = arguments
    self.alternate = alternate
    self.isGiven = isGiven
  }

  /// Binding twice is one binding.
  func bind(_ binding: Binding) {
    if !bindings.contains(where: binding.isSame) { bindings.append(binding) }
  }

  /// Takes out those bindings; true when the exchange has lost its last and is to go with it.
  func unbind(where isMeant: (Binding) -> Bool) -> Bool {
    let before = bindings.count
    bindings.removeAll(where: isMeant)
    return isAutoDelete && bindings.isEmpty && before > 0
  }

  /// The queues that a key leads to, each once.
  func queues(for key: String) -> [BrokerQueue] {
    let words = kind == .topic ? TopicPattern.words(of: key) : []
    var queues: [BrokerQueue] = []
    for binding in bindings where !queues.contains(where: { $0 === binding.queue }) {
      let isMatch =
        switch kind {
        case .direct: binding.key == key
        case .topic: binding.pattern.matches(words)
        case .fanout: true
        }
      if isMatch { queues.append(binding.queue) }
    }
    return queues
  }
}
