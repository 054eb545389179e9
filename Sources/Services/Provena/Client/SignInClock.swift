import Glibc

/// The time by which a sign-in goes. Tests give their own.
public struct SignInClock: Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, to which the expiry of tokens is compared.
  public let secondsSince1970: @Sendable () -> Int
  /// Waits between two questions; ends early, by throwing, when the task is cancelled.
  public let sleep: @Sendable (Duration) async throws -> Void

  public init(
    secondsSince1970: @escaping @Sendable () -> Int,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.secondsSince1970 = secondsSince1970
    self.sleep = sleep
  }

  /// The machine's.
  public static let system = SignInClock(
    secondsSince1970: { Glibc.time(nil) }, sleep: { try await Task.sleep(for: $0) })
}
