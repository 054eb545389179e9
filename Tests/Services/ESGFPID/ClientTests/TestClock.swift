import ESGFPIDClient
import Synchronization

/// A clock whose pauses are over at once, except those that a test holds until it lets go of them.
final class TestClock: Sendable {
  private struct State {
    var moments: [Int]
    var slept: [Duration] = []
    var held: [CheckedContinuation<Void, Never>] = []
    var isOpen = false
  }

  private let holds: @Sendable (Duration) -> Bool
  private let state: Mutex<State>

  /// - Parameters:
  ///   - moments: what the clock shows, one after the other; the last one for ever.
  ///   - holds: which pauses last.
  init(moments: [Int] = [0], holding holds: @escaping @Sendable (Duration) -> Bool = { _ in false })
  {
    state = Mutex(State(moments: moments))
    self.holds = holds
  }

  /// The pauses that were asked for.
  var slept: [Duration] { state.withLock { $0.slept } }

  /// Ends the pauses that are held, and all that come.
  func letGo() {
    let held = state.withLock { state in
      state.isOpen = true
      defer { state.held = [] }
      return state.held
    }
    for continuation in held { continuation.resume() }
  }

  var clock: MessagingClock {
    MessagingClock(
      microsecondsSince1970: { [self] in
        state.withLock { $0.moments.count > 1 ? $0.moments.removeFirst() : $0.moments.first ?? 0 }
      },
      sleep: { [self] duration in
        try Task.checkCancellation()
        state.withLock { $0.slept.append(duration) }
        guard holds(duration) else { return }
        await withTaskCancellationHandler {
          await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
              if !state.isOpen { state.held.append(continuation) }
              return state.isOpen
            }
            if isOpen || Task.isCancelled { letGo() }
            if isOpen { continuation.resume() }
          }
        } onCancel: {
          letGo()
        }
        try Task.checkCancellation()
      })
  }
}
