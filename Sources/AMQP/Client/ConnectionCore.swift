import Glibc
import Synchronization
import Threads

/// The thread of a client connection and what it shares with its callers.
final class ConnectionCore: Sendable {
  let address: BrokerAddress
  let options: ConnectionOptions
  private let socket: ClientSocket
  let state: Mutex<ConnectionState>

  /// Connects, logs in and serves the connection until it ends, all on one new thread, so that a
  /// broker which waits for the handshake never waits for a task to be run.
  ///
  /// - Parameter opened: told when the connection is ready, or why it isn't.
  static func start(
    _ address: BrokerAddress, _ options: ConnectionOptions,
    opened: @escaping @Sendable (Result<ConnectionCore, ConnectionError>) -> Void
  ) {
    do throws(ThreadError) {
      try DetachedThread.start {
        do throws(ConnectionError) {
          let core = try ConnectionCore(address, options)
          core.state.withLock { $0.opening = { opened($0.map { core }) } }
          core.run()
        } catch {
          opened(.failure(error))
        }
      }
    } catch {
      opened(.failure(.lost(address, reason: "\(error)")))
    }
  }

  /// Connects; blocks.
  private init(_ address: BrokerAddress, _ options: ConnectionOptions) throws(ConnectionError) {
    self.address = address
    self.options = options
    socket = try ClientSocket(to: address, timeout: options.connectTimeout)
    state = Mutex(ConnectionState(ClientMachine(address, options)))
  }

  /// Changes the state and has what there is to send sent.
  func act<Value: Sendable>(
    _ body: (inout ConnectionState) throws(ConnectionError) -> Value
  ) throws(ConnectionError) -> Value {
    let (value, sleeps) = try state.withLock {
      state throws(ConnectionError) -> (Result<Value, ConnectionError>, Bool) in
      let value: Result<Value, ConnectionError>
      do throws(ConnectionError) { value = .success(try body(&state)) } catch {
        value = .failure(error)
      }
      let sleeps = state.isAsleep
      state.isAsleep = false
      return (value, sleeps)
    }
    if sleeps { socket.wake() }
    return try value.get()
  }

  /// Asks something of a channel and waits for the answer.
  func ask(
    _ channel: UInt16, _ method: Method
  ) async throws(ConnectionError) -> (method: Method, message: AMQPMessage?) {
    try await withCheckedContinuation { continuation in
      do throws(ConnectionError) {
        try act { state throws(ConnectionError) in
          try state.machine.send(method, on: channel)
          state.channels[channel]?.asked.append(continuation)
        }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }.get()
  }

  /// Ends everything at once, without a word to the broker.
  func abandon() {
    try? act { state throws(ConnectionError) in
      state.machine.fail(.closed)
    }
  }

  // MARK: The thread

  private func finish(_ error: ConnectionError) {
    let calls = state.withLock { state in
      state.machine.fail(error)
      return state.calls(for: state.machine.takeEvents())
    }
    for call in calls { call.run(options) }
  }

  private func run() {
    var unsent = ClientMachine.begin()[...]
    var pulse = Pulse(
      now: Self.milliseconds, handshake: options.handshakeTimeout, closing: options.closeTimeout)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
    defer {
      buffer.deallocate()
      socket.end()
    }
    while true {
      if unsent.isEmpty { unsent = state.withLock { $0.machine.output.take() }[...] }
      if !unsent.isEmpty {
        guard let count = socket.send(unsent) else {
          return finish(.lost(address, reason: "nothing can be sent any more"))
        }
        unsent = unsent.dropFirst(count)
        if count > 0 { pulse.sent(Self.milliseconds) }
      }
      let (closed, hasMore, limits, calls) = state.withLock {
        state -> (Bool, Bool, ClientMachine.Timing, [ConnectionState.Call]) in
        // What other threads have caused is told here, so that everything is told on one thread.
        let calls = state.calls(for: state.machine.takeEvents())
        let more = !state.machine.output.bytes.isEmpty
        state.isAsleep = !more
        return (state.machine.isClosed, more, state.machine.timing, calls)
      }
      for call in calls { call.run(options) }
      if closed, unsent.isEmpty, !hasMore { return }
      // What a peer that has ended does not take any more is not waited for.
      if closed, !unsent.isEmpty { return }
      let pause = unsent.isEmpty && hasMore ? 0 : pulse.pause(Self.milliseconds, limits)
      socket.wait(forRoom: !unsent.isEmpty, milliseconds: pause)
      receive(buffer, &pulse)
      switch pulse.beat(Self.milliseconds, limits) {
      case .nothing: break
      case .send: state.withLock { $0.machine.output.append(.heartbeat) }
      case .silent(let limit): finish(.silent(address, after: limit))
      case .late(let what, let limit):
        finish(.timedOut(address, waitingFor: what, after: limit))
      }
    }
  }

  private func receive(_ buffer: UnsafeMutableRawBufferPointer, _ pulse: inout Pulse) {
    switch socket.receive(into: buffer) {
    case .nothing: break
    case .end: finish(.lost(address, reason: "the broker ended it"))
    case .broken(let reason): finish(.lost(address, reason: reason))
    case .bytes(let count):
      pulse.heard(Self.milliseconds)
      let calls = state.withLock { state -> [ConnectionState.Call] in
        state.isAsleep = false
        return state.calls(for: state.machine.receive(buffer[..<count]))
      }
      for call in calls { call.run(options) }
    }
  }

  private static var milliseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
