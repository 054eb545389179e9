import Glibc
import Synchronization

/// So many messages, of which only some may be unconfirmed at a time.
struct Load {
  let number: Int
  let bytes: Int
  let window: Int
  let queue: String

  /// A broker refused a message.
  struct Refused: Error {}

  func run(at address: BrokerAddress) async throws -> String {
    let connection = try await ClientConnection.open(address)
    let progress = Progress()
    let channel = try await connection.openChannel { progress.take($0) }
    try await channel.selectConfirms()
    try await channel.declareQueue(queue)
    try await channel.purge(queue)
    var properties = BasicProperties()
    properties.deliveryMode = 1
    let message = AMQPMessage(
      properties: properties, body: [UInt8](repeating: UInt8(ascii: "x"), count: bytes))
    let (begin, busy) = (Self.seconds(CLOCK_MONOTONIC), Self.seconds(CLOCK_PROCESS_CPUTIME_ID))
    var published = 0
    while published < number {
      let most = min(number, progress.settled + window)
      while published < most {
        try channel.publish(message, to: "", routingKey: queue)
        published += 1
      }
      // Half of the window at a time, so that neither side is woken for each message.
      try await progress.reaches(published == number ? number : published - window / 2)
    }
    let seconds = Self.seconds(CLOCK_MONOTONIC) - begin
    let cpu = Self.seconds(CLOCK_PROCESS_CPUTIME_ID) - busy
    try await connection.close()
    return "{\"messages\": \(number), \"seconds\": \(seconds), \"cpu\": \(cpu)}"
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Up to which message all are settled.
final class Progress: Sendable {
  private struct State {
    /// Settled before others in front of them.
    var ahead: Set<Int> = []
    var hasFailed = false
    /// Who waits for what.
    var waiting: (target: Int, continuation: CheckedContinuation<Void, Never>)?
  }

  private let through = Atomic<Int>(0)
  private let state = Mutex(State())

  var settled: Int { through.load(ordering: .acquiring) }

  /// Waits until all up to a message are settled.
  func reaches(_ target: Int) async throws {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        let isThere = settled >= target || state.hasFailed
        if !isThere { state.waiting = (target, continuation) }
        return isThere
      }
      if isThere { continuation.resume() }
    }
    if state.withLock({ $0.hasFailed }) { throw Load.Refused() }
  }

  func take(_ event: ChannelEvent) {
    let waiting = state.withLock { state in
      if case .settled(let settlement) = event, settlement.isAck {
        let last = Self.last(settled, settlement, &state.ahead)
        through.store(last, ordering: .releasing)
      } else {
        state.hasFailed = true
      }
      guard let waiting = state.waiting, settled >= waiting.target || state.hasFailed else {
        return CheckedContinuation<Void, Never>?.none
      }
      state.waiting = nil
      return waiting.continuation
    }
    waiting?.resume()
  }

  /// The last message up to which all are settled.
  private static func last(
    _ settled: Int, _ settlement: Settlement, _ ahead: inout Set<Int>
  ) -> Int {
    let tag = Int(settlement.tag)
    var last = settled
    if settlement.isMultiple {
      last = max(last, tag)
    } else if tag == last + 1 {
      last = tag
    } else {
      ahead.insert(tag)
    }
    guard !ahead.isEmpty else { return last }
    ahead = ahead.filter { $0 > last }
    while ahead.remove(last + 1) != nil { last += 1 }
    return last
  }
}
