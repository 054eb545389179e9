import HTTPTransport

/// A token in use.
struct Grant: Sendable {
  let access: AccessToken
  let refresh: String
}

/// Knows how to get a token.
protocol GrantSource: Sendable {
  /// - Parameters:
  ///   - last: the one before; nil at first.
  ///   - isFresh: what was kept of earlier times must not be used.
  func grant(after last: Grant?, isFresh: Bool) async throws(ProvenaError) -> Grant
}

/// Keeps a token and gets a new one when needed, one for all that wait for it.
actor TokenKeeper {
  private typealias Waiting = CheckedContinuation<Result<Grant, ProvenaError>, Never>

  private let source: any GrantSource
  /// How errors name what is waited for.
  private let call: String
  private let clock: SignInClock
  private var current: Grant?
  private var waiting: [Int: Waiting] = [:]
  private var lastWaiting = 0
  private var work: (number: Int, task: Task<Void, Never>)?
  private var lastWork = 0

  init(_ source: any GrantSource, call: String, clock: SignInClock) {
    self.source = source
    self.call = call
    self.clock = clock
  }

  func token(isFresh: Bool = false) async throws(ProvenaError) -> String {
    if !isFresh, let current, current.access.isUsable(at: clock.secondsSince1970()) {
      return current.access.text
    }
    lastWaiting += 1
    let number = lastWaiting
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { wait($0, number, isFresh) }
    } onCancel: {
      Task { await giveUp(number) }
    }
    return try outcome.get().access.text
  }

  private func wait(_ caller: Waiting, _ number: Int, _ isFresh: Bool) {
    // Cancelled before there was anything to give up.
    guard !Task.isCancelled else {
      caller.resume(returning: .failure(.transport(.cancelled, call: call)))
      return
    }
    waiting[number] = caller
    guard work == nil else { return }
    lastWork += 1
    let number = lastWork
    let last = current
    work = (
      number,
      Task {
        let outcome: Result<Grant, ProvenaError>
        do throws(ProvenaError) {
          outcome = .success(try await source.grant(after: last, isFresh: isFresh))
        } catch {
          outcome = .failure(error)
        }
        finish(number, outcome)
      }
    )
  }

  /// Ends the waiting of a caller that was cancelled; when nobody is left, also what was waited for:
  /// a user's sign-in would be asked about until it expires.
  private func giveUp(_ number: Int) {
    guard let caller = waiting.removeValue(forKey: number) else { return }
    caller.resume(returning: .failure(.transport(.cancelled, call: call)))
    if waiting.isEmpty {
      work?.task.cancel()
      work = nil
    }
  }

  private func finish(_ number: Int, _ outcome: Result<Grant, ProvenaError>) {
    guard work?.number == number else { return }
    work = nil
    if case .success(let grant) = outcome { current = grant }
    let callers = waiting.values
    waiting = [:]
    for caller in callers { caller.resume(returning: outcome) }
  }
}
