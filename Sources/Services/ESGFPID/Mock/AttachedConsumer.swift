import AMQP
import EventLoop
import Glibc
import JSON
import MockBroker
import MockServer
import Synchronization

/// The consumer at a real broker, or at a cluster of them: when one is gone, it goes on at the next.
///
/// What was taken and not acknowledged comes again, so no message is lost, and one may come twice.
final class AttachedConsumer: FurtherListener, MessageView {
  let url: String
  private let addresses: [BrokerAddress]
  private let design: AttachedDesign
  private let journal = MessageJournal()
  private let receive: @Sendable (DeliveredMessage) -> Void
  private let state = Mutex(State())

  private struct State {
    var task: Task<Void, Never>?
    var connection: ClientConnection?
    /// Why there is no connection.
    var problem: String?
    var isStopped = false
  }

  /// Attaches to the first of the brokers that can be had, and waits until that is done.
  ///
  /// - Throws: ``SocketError`` when none of them can be had now.
  init(
    _ design: AttachedDesign, at site: ListenerSite, for world: any ServiceWorld
  ) throws(SocketError) {
    var addresses: [BrokerAddress] = []
    for url in site.upstreams {
      do throws(ConnectionError) {
        addresses.append(try BrokerAddress(url))
      } catch {
        throw SocketError(operation: "attach", code: EINVAL, reason: error.description)
      }
    }
    url = site.upstreams.first ?? ""
    self.addresses = addresses
    self.design = design
    let clock = world.group.clock
    let use = site.use
    receive = { [weak world, journal] delivered in
      use?()
      let note = world?.receive(ServiceMessage(delivered), isTaken: true)
      let message = Message(
        exchange: delivered.exchange, routingKey: delivered.routingKey,
        properties: delivered.message.properties, body: delivered.message.body)
      let published = PublishedMessage(
        message: message, isMandatory: false, outcome: .routed([design.queue]), virtualHost: "",
        user: "", peer: "")
      journal.append([(published, note)], at: clock.now())
    }
    let first = First()
    let task = Task { await self.run(first) }
    state.withLock { $0.task = task }
    if let problem = first.wait() {
      task.cancel()
      throw SocketError(operation: "attach to a broker", code: ECONNREFUSED, reason: problem)
    }
  }

  // MARK: Connecting

  /// What came of the first round: nil while that lasts.
  private final class First: Sendable {
    private let outcome = Mutex<String??>(nil)

    /// - Parameter problem: nil when a broker was had.
    func tell(_ problem: String?) { outcome.withLock { if $0 == nil { $0 = .some(problem) } } }

    func wait() -> String? {
      while true {
        if let outcome = outcome.withLock({ $0 }) { return outcome }
        usleep(2_000)
      }
    }
  }

  private func run(_ first: First) async {
    while !Task.isCancelled {
      var problems: [String] = []
      for address in addresses where !Task.isCancelled {
        do throws(ConnectionError) {
          try await serve(address, first)
          problems.append("\(address) ended the consumer")
        } catch {
          problems.append("\(error)")
        }
        let problem = problems.joined(separator: "; ")
        state.withLock { state in
          state.connection = nil
          state.problem = problem
        }
      }
      first.tell(problems.joined(separator: "; "))
      try? await Task.sleep(for: .milliseconds(design.pause))
    }
  }

  /// Takes messages until the connection ends.
  private func serve(_ address: BrokerAddress, _ first: First) async throws(ConnectionError) {
    let connection = try await ClientConnection.open(address)
    let channel = try await prepare(on: connection)
    try await channel.limitDeliveries(to: design.mostUnsettled)
    let deliveries = try await channel.consume(design.queue)
    let isStopped = state.withLock { state in
      state.connection = connection
      state.problem = nil
      return state.isStopped
    }
    if isStopped { return connection.cut() }
    first.tell(nil)
    for await delivered in deliveries {
      receive(delivered)
      try channel.ack(delivered.deliveryTag)
    }
  }

  /// Sees to it that there are an exchange and a queue.
  private func prepare(
    on connection: ClientConnection
  ) async throws(ConnectionError) -> ClientChannel {
    let hasExchange = try await Self.has(design.exchange, on: connection)
    let hasAlternate = try await Self.has(design.alternate, on: connection)
    let channel = try await connection.openChannel()
    if !hasExchange { try await channel.declareExchange(design.exchange, type: "topic") }
    let expiry: FieldTable =
      design.expires > 0 ? ["x-expires": .int32(Int32(clamping: design.expires))] : [:]
    try await channel.declareQueue(design.queue, durable: true, arguments: expiry)
    for key in design.routingKeys {
      try await channel.bind(design.queue, to: design.exchange, routingKey: key)
    }
    if hasAlternate {
      try await channel.bind(design.queue, to: design.alternate, routingKey: "#")
    }
    return channel
  }

  /// A broker answers by closing the channel when it lacks the exchange.
  private static func has(
    _ exchange: String, on connection: ClientConnection
  ) async throws(ConnectionError) -> Bool {
    let channel = try await connection.openChannel()
    do throws(ConnectionError) {
      try await channel.requireExchange(exchange)
    } catch {
      if case .channelClosed(.notFound, _, _) = error { return false }
      throw error
    }
    try await channel.close()
    return true
  }

  // MARK: FurtherListener

  var messages: (any MessageView)? { self }

  /// The broker is somebody else's: what is there stays.
  func reset() { journal.clear() }

  func stop(within limit: Int64, done: @escaping @Sendable () -> Void) {
    let (task, connection) = state.withLock { state in
      state.isStopped = true
      return (state.task, state.connection)
    }
    task?.cancel()
    guard let connection else { return done() }
    Task {
      let closing = Task { try? await connection.close() }
      let limit = Task {
        try? await Task.sleep(for: .milliseconds(limit))
        connection.cut()
      }
      _ = await closing.value
      limit.cancel()
      done()
    }
  }

  // MARK: MessageView

  func messages(_ query: MessageQuery) -> (forms: [JSONValue], total: Int) {
    journal.messages(query)
  }

  var droppedMessages: Int { journal.droppedMessages }

  func message(_ number: Int) -> JSONValue? { journal.message(number) }

  func clearMessages() { journal.clear() }

  func topology() -> JSONValue {
    let (address, problem) = state.withLock { ($0.connection?.address, $0.problem) }
    return [
      "attached": .array(addresses.map { .string($0.description) }),
      "connected": address.map { .string($0.description) } ?? .null,
      "problem": problem.map { .string($0) } ?? .null,
      "exchange": .string(design.exchange), "queue": .string(design.queue),
    ]
  }
}
