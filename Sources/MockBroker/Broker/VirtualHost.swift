import AMQP

/// A space of names: exchanges, queues and what binds them.
final class VirtualHost {
  let name: String
  private let design: BrokerDesign.VirtualHost
  let ledger: MemoryLedger
  private(set) var exchanges: [String: BrokerExchange] = [:]
  private(set) var queues: [String: BrokerQueue] = [:]
  /// Where keys have led since the last change.
  private var routes: [String: [String: Route]] = [:]
  private var routeCount = 0
  private static let mostRoutes = 4_096

  /// Where a message goes.
  struct Route {
    var queues: [BrokerQueue] = []
    var names: [String] = []
  }

  init(_ design: BrokerDesign.VirtualHost, ledger: MemoryLedger) {
    self.design = design
    self.name = design.name
    self.ledger = ledger
    reset()
  }

  /// What the protocol and RabbitMQ have in every virtual host.
  private static let given: [(String, BrokerExchange.Kind)] = [
    ("", .direct), ("amq.direct", .direct), ("amq.fanout", .fanout), ("amq.topic", .topic),
  ]

  /// Puts everything back to what was designed. Queues of the design stay, without their messages,
  /// and their consumers with them; the others are to be deleted before.
  func reset() {
    exchanges = [:]
    for (name, kind) in Self.given {
      add(BrokerExchange(name: name, kind: kind, isDurable: true, isGiven: true))
    }
    for exchange in design.exchanges {
      add(
        BrokerExchange(
          name: exchange.name, kind: exchange.kind, isDurable: exchange.isDurable,
          isInternal: exchange.isInternal, isGiven: true))
    }
    for queue in design.queues where queues[queue.name] == nil {
      add(
        BrokerQueue(
          name: queue.name, isDurable: queue.isDurable, isAutoDelete: false, owner: nil,
          arguments: queue.arguments, limit: queue.limit, isDrained: queue.isDrained, isGiven: true,
          ledger: ledger))
    }
    for binding in design.bindings {
      guard let queue = queues[binding.queue] else { continue }
      bind(queue, to: binding.exchange, key: binding.key, arguments: FieldTable())
    }
  }

  func add(_ exchange: BrokerExchange) {
    exchanges[exchange.name] = exchange
    changed()
  }

  func add(_ queue: BrokerQueue) {
    queues[queue.name] = queue
    changed()
  }

  func bind(_ queue: BrokerQueue, to exchange: String, key: String, arguments: FieldTable) {
    exchanges[exchange]?.bind(
      BrokerExchange.Binding(queue: queue, key: key, arguments: arguments))
    changed()
  }

  func unbind(from exchange: BrokerExchange, where isMeant: (BrokerExchange.Binding) -> Bool) {
    if exchange.unbind(where: isMeant) { exchanges[exchange.name] = nil }
    changed()
  }

  func removeExchange(_ name: String) {
    exchanges[name] = nil
    changed()
  }

  /// Deletes a queue with its bindings and messages. Its consumers are the caller's to tell.
  func remove(_ queue: BrokerQueue) {
    queue.reset()
    queues[queue.name] = nil
    for exchange in Array(exchanges.values) { unbind(from: exchange) { $0.queue === queue } }
  }

  private func changed() {
    routes = [:]
    routeCount = 0
  }

  // MARK: Routing

  /// The queues that a message goes to.
  func route(_ exchange: BrokerExchange, _ key: String) -> Route {
    if let route = routes[exchange.name]?[key] { return route }
    let queues = queues(from: exchange, key)
    let route = Route(queues: queues, names: queues.map(\.name))
    if routeCount >= Self.mostRoutes { changed() }
    routeCount += 1
    routes[exchange.name, default: [:]][key] = route
    return route
  }

  /// The queues of an exchange, or when there are none, of its alternate.
  private func queues(from exchange: BrokerExchange, _ key: String) -> [BrokerQueue] {
    var exchange = exchange
    var seen: Set<String> = []
    while seen.insert(exchange.name).inserted {
      let found =
        exchange.name.isEmpty ? queues[key].map { [$0] } ?? [] : exchange.queues(for: key)
      if !found.isEmpty { return found }
      guard let name = alternate(of: exchange), let next = exchanges[name] else { break }
      exchange = next
    }
    return []
  }

  /// The exchange's own argument comes before a policy, which no declaration can see.
  func alternate(of exchange: BrokerExchange) -> String? {
    exchange.alternate
      ?? design.policies.first { $0.applies(to: exchange.name) }?.alternateExchange
  }

  // MARK: Words of refusals

  func place(ofExchange name: String) -> String { "exchange '\(name)' in vhost '\(self.name)'" }
  func place(ofQueue name: String) -> String { "queue '\(name)' in vhost '\(self.name)'" }

  func exchange(_ name: String) throws(Refusal) -> BrokerExchange {
    guard let exchange = exchanges[name] else {
      throw Refusal(.notFound, "no \(place(ofExchange: name))")
    }
    return exchange
  }
}
