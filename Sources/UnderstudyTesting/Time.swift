import MockServer

/// The mocks' time: the machine's, until a test moves or stops it.
extension Understudy {
  private var clock: AdjustableClock { running.group.clock }

  /// The time that the mocks have, as `2026-01-31T12:00:00Z`.
  public var now: String { clock.now().iso8601 + "Z" }

  /// Moves the time on, back when negative: tokens expire, what is being built is built.
  ///
  /// - Throws: ``UnderstudyError`` beyond the times that services can write.
  public func advance(_ time: Duration) throws(UnderstudyError) {
    let (seconds, attoseconds) = time.components
    let (microseconds, isTooFar) = Int(seconds).multipliedReportingOverflow(by: 1_000_000)
    guard !isTooFar,
      clock.advance(microseconds: microseconds + Int(attoseconds / 1_000_000_000_000))
    else { throw UnderstudyError("the mocks' time can't be moved by \(time)") }
  }

  /// Puts the time to a moment, as `2026-01-31T12:00:00Z`.
  ///
  /// - Throws: ``UnderstudyError`` when the text is none.
  public func set(time text: String) throws(UnderstudyError) {
    guard let time = Timestamp(utc: text), clock.set(to: time) else {
      throw UnderstudyError("\"\(text)\" is no UTC time as 2026-01-31T12:00:00Z")
    }
  }

  /// Lets the time stand still.
  public func freeze() { clock.freeze() }

  /// Lets it run on.
  public func resume() { clock.resume() }
}
