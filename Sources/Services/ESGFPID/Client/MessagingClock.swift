import Glibc

/// The time by which messages are stamped and attempts repeated. Tests give their own.
public struct MessagingClock: Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  public let microsecondsSince1970: @Sendable () -> Int
  /// Waits; ends early, by throwing, when the task is cancelled.
  public let sleep: @Sendable (Duration) async throws -> Void

  public init(
    microsecondsSince1970: @escaping @Sendable () -> Int,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.microsecondsSince1970 = microsecondsSince1970
    self.sleep = sleep
  }

  /// The machine's.
  public static let system = MessagingClock(
    microsecondsSince1970: {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }, sleep: { try await Task.sleep(for: $0) })

  /// The time as messages have it: `2026-11-21T10:06:47.156721+00:00`, without a fraction that is 0.
  var timestamp: String { Self.timestamp(microsecondsSince1970()) }

  static func timestamp(_ microseconds: Int) -> String {
    var seconds = time_t(microseconds / 1_000_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func digits(_ number: some BinaryInteger, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    let date =
      "\(digits(parts.tm_year + 1900, 4))-\(digits(parts.tm_mon + 1, 2))-\(digits(parts.tm_mday, 2))"
    let time =
      "\(digits(parts.tm_hour, 2)):\(digits(parts.tm_min, 2)):\(digits(parts.tm_sec, 2))"
    let fraction = microseconds % 1_000_000
    return "\(date)T\(time)\(fraction == 0 ? "" : "." + digits(fraction, 6))+00:00"
  }
}
