import Synchronization

/// A connection to a broker that speaks AMQP 0-9-1 with RabbitMQ's confirms.
///
///     let connection = try await ClientConnection.open(BrokerAddress("amqp://guest:guest@localhost/%2F"))
///     let channel = try await connection.openChannel()
///     try await channel.selectConfirms()
///     let confirmation = try await channel.publishAndConfirm(
///       AMQPMessage(body: Array("hello".utf8)), to: "exchange", routingKey: "key")
///     try await connection.close()
///
/// It is never opened again by itself: when it breaks, whoever waits gets a ``ConnectionError``, and so
/// does every later call. TLS is not spoken. A connection that is let go of is cut.
public final class ClientConnection: Sendable {
  let core: ConnectionCore

  private init(_ core: ConnectionCore) { self.core = core }

  deinit { core.abandon() }

  /// Connects, logs in and enters the virtual host.
  ///
  /// - Throws: ``ConnectionError``
  public static func open(
    _ address: BrokerAddress, options: ConnectionOptions = ConnectionOptions()
  ) async throws(ConnectionError) -> ClientConnection {
    let opened = await withCheckedContinuation { continuation in
      ConnectionCore.start(address, options) { continuation.resume(returning: $0) }
    }
    return ClientConnection(try opened.get())
  }

  public var address: BrokerAddress { core.address }

  /// What the broker tells about itself: `product`, `version` and more.
  public var serverProperties: FieldTable { core.state.withLock { $0.machine.serverProperties } }

  /// What was agreed on: frames and heartbeats.
  public var limits: Connection.TuneOk { core.state.withLock { $0.machine.limits } }

  /// Why the broker takes no messages now; nil when it does.
  public var blockedReason: String? { core.state.withLock { $0.blockedReason } }

  /// Opens a channel.
  ///
  /// - Parameter onEvent: told what the broker says on it unasked. Runs on the connection's thread, in
  ///   the order of the wire: it must be quick, and must not wait for the connection.
  /// - Throws: ``ConnectionError``
  public func openChannel(
    onEvent: @escaping @Sendable (ChannelEvent) -> Void = { _ in }
  ) async throws(ConnectionError) -> ClientChannel {
    let opened = Mutex<UInt16>(0)
    let answer = await withCheckedContinuation { continuation in
      do throws(ConnectionError) {
        try core.act { state throws(ConnectionError) in
          let number = try state.machine.openChannel()
          state.channels[number] = .init(handler: onEvent, asked: [continuation])
          opened.withLock { $0 = number }
        }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    _ = try answer.get()
    return ClientChannel(self, number: opened.withLock { $0 })
  }

  /// Says goodbye and waits until the broker has, too.
  ///
  /// - Throws: ``ConnectionError/timedOut(_:waitingFor:after:)`` when it doesn't; nothing when the
  ///   connection has ended already.
  public func close(
    _ code: ReplyCode = .success, _ text: String = "Goodbye"
  ) async throws(ConnectionError) {
    let answer = await withCheckedContinuation { continuation in
      do throws(ConnectionError) {
        try core.act { state throws(ConnectionError) in
          if case .closed(let error) = state.machine.phase { throw error }
          state.machine.close(code, text)
          state.closing.append(continuation)
        }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    if case .failure(.timedOut(let address, let what, let limit)) = answer {
      throw .timedOut(address, waitingFor: what, after: limit)
    }
  }

  /// Cuts the connection without a word.
  public func cut() { core.abandon() }
}
