import AMQP
import Synchronization

/// How often hosts are tried before a connector gives up (the ESGF PID sheet, section 8).
public struct RetryRule: Sendable, Equatable {
  /// How often all hosts are tried in vain.
  public var rounds: Int
  /// Between two rounds.
  public var pause: Duration
  /// For the way to a host alone.
  public var connectTimeout: Duration
  /// Until a host has let the client in.
  public var handshakeTimeout: Duration

  public init(
    rounds: Int = 3, pause: Duration = .milliseconds(500),
    connectTimeout: Duration = .milliseconds(250), handshakeTimeout: Duration = .seconds(15)
  ) {
    self.rounds = rounds
    self.pause = pause
    self.connectTimeout = connectTimeout
    self.handshakeTimeout = handshakeTimeout
  }
}

/// The task of a courier.
extension Courier {
  /// The exchange that takes the messages when the one that was named is missing.
  static let fallbackExchange = "FALLBACK"

  private enum Ending {
    /// All is done, or the time for it is over.
    case finished
    case lost(HostProblem)
    /// The fallback exchange is missing too.
    case noExchange(HostProblem)
  }

  func run() async {
    var rounds = HostRounds(hosts.map(\.priority), most: rule.rounds, random: random)
    var generation = 0
    while let (connection, host) = await connect(&rounds) {
      rounds.opened()
      state.withLock { $0.connection = connection }
      let ending = await serve(connection, host, &generation)
      state.withLock { state in
        state.connection = nil
        state.outbox.restart()
      }
      switch ending {
      case .finished: return
      case .lost(let problem): trouble(problem)
      case .noExchange(let problem):
        trouble(problem)
        try? await connection.close(.success, CloseText.noExchange)
        do { try await clock.sleep(rule.pause) } catch { return }
      }
    }
  }

  private func trouble(_ problem: HostProblem) {
    state.withLock { Self.tell([.trouble(problem)], &$0) }
  }

  private var isDone: Bool { state.withLock { $0.phase == .finishing && $0.outbox.isEmpty } }

  /// The first host that lets this client in; nil when nothing is wanted any more or all were tried.
  private func connect(
    _ rounds: inout HostRounds
  ) async -> (connection: ClientConnection, host: String)? {
    var problems: [HostProblem] = []
    while !Task.isCancelled, !isDone {
      switch rounds.next() {
      case .host(let place):
        let host = hosts[place]
        let options = ConnectionOptions(
          clientProperties: ["product": .text("Understudy ESGFPIDClient")],
          connectTimeout: rule.connectTimeout, handshakeTimeout: rule.handshakeTimeout,
          closeTimeout: .seconds(1))
        do throws(ConnectionError) {
          let connection = try await ClientConnection.open(host.address, options: options)
          if !Task.isCancelled, !isDone { return (connection, host.host) }
          try? await connection.close(CloseText.code, CloseText.early)
        } catch {
          problems.append(HostProblem(host: host.host, error: error))
          trouble(HostProblem(host: host.host, error: error))
        }
      case .pause:
        do { try await clock.sleep(rule.pause) } catch { return nil }
      case .giveUp:
        giveUp(.gaveUp(rounds: rule.rounds, problems))
        return nil
      }
    }
    return nil
  }

  private func giveUp(_ error: PIDError) {
    state.withLock { state in
      state.gaveUp = error
      Self.tell(state.outbox.empty(), &state)
      for observer in state.observers { observer.finish() }
      state.observers = []
    }
  }

  // MARK: A connection

  private func serve(
    _ connection: ClientConnection, _ host: String, _ generation: inout Int
  ) async -> Ending {
    var exchange = exchange
    while true {
      generation += 1
      switch await serve(connection, exchange, generation) {
      case nil: return .finished
      case .channelClosed(.notFound, let text, let method) where exchange == self.exchange:
        let error = ConnectionError.channelClosed(.notFound, text, method: method)
        trouble(HostProblem(host: host, error: error))
        exchange = Self.fallbackExchange
        state.withLock { $0.outbox.restart() }
      case .channelClosed(.notFound, let text, let method):
        let error = ConnectionError.channelClosed(.notFound, text, method: method)
        return .noExchange(HostProblem(host: host, error: error))
      case .some(let error): return .lost(HostProblem(host: host, error: error))
      }
    }
  }

  /// Publishes on a channel of its own until all is done; nil then, else why it ended before.
  private func serve(
    _ connection: ClientConnection, _ exchange: String, _ generation: Int
  ) async -> ConnectionError? {
    do throws(ConnectionError) {
      let channel = try await connection.openChannel { [signal] event in
        signal.yield(.channel(generation, event))
      }
      try await channel.selectConfirms(wait: false)
      publish(on: channel, exchange)
      if !isDone {
        for await signal in signals {
          switch signal {
          case .channel(generation, .closed(let error)): return error
          case .channel(generation, .settled(let settlement)):
            state.withLock { Self.tell($0.outbox.settle(settlement), &$0) }
          case .channel(generation, .returned(let returned)):
            state.withLock { state in
              if let outcome = state.outbox.returned(returned) { Self.tell([outcome], &state) }
            }
          default: break
          }
          publish(on: channel, exchange)
          if isDone { break }
        }
      }
      let text = state.withLock { $0.closeText }
      try? await channel.close(CloseText.code, text)
      try? await connection.close(CloseText.code, text)
      return nil
    } catch {
      return error
    }
  }

  /// Publishes what waits. When the channel has ended meanwhile, its event says so.
  private func publish(on channel: ClientChannel, _ exchange: String) {
    state.withLock { state in
      let envelopes = state.outbox.take()
      for (place, envelope) in envelopes.enumerated() {
        let message = AMQPMessage(properties: PIDMessage.properties, body: envelope.body)
        do throws(ConnectionError) {
          let tag = try channel.publish(
            message, to: exchange, routingKey: envelope.sent.routingKey, mandatory: true)
          state.outbox.published(envelope, tag: tag)
        } catch {
          return state.outbox.putBack(envelopes[place...])
        }
      }
    }
  }
}
