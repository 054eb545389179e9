import HTTPMessage

/// How far a moment is from now, in the words of Pact: `+1 day`, `next month`, `yesterday @ noon`.
public struct MomentExpression: Sendable {
  /// One move, applied to what the moves before it came to.
  enum Move: Sendable, Equatable {
    case milliseconds(Int)
    case months(Int)
    /// To that day of the week, 0 for Monday; never the same day.
    case weekday(Int, isAhead: Bool)
    /// To that month of the year, from 1; never the same month.
    case month(Int, isAhead: Bool)
    case clock(hour: Int)
    /// To the next time that a clock with twelve hours shows this one.
    case nextClock(hour: Int)
  }

  /// As it was written.
  public let text: String
  let moves: [Move]

  func applied(to now: PointInTime) -> PointInTime {
    moves.reduce(now) { moment, move in Self.apply(move, to: moment) }
  }

  private static let day = 86_400_000

  private static func apply(_ move: Move, to moment: PointInTime) -> PointInTime {
    var moment = moment
    switch move {
    case .milliseconds(let count): moment.milliseconds += count
    case .months(let count): return moment.adding(months: count)
    case .weekday(let wanted, let isAhead):
      let ahead = (wanted - moment.weekday + 6) % 7 + 1
      moment.milliseconds += day * (isAhead ? ahead : (ahead == 7 ? -7 : ahead - 7))
    case .month(let wanted, let isAhead):
      let now = moment.time
      let isThisYear = isAhead ? wanted > now.month : wanted < now.month
      return moment.moved(
        toYear: now.year + (isThisYear ? 0 : isAhead ? 1 : -1), month: wanted)
    case .clock(let hour): return moment.at(hour: hour)
    case .nextClock(let hour):
      return moment.at(hour: moment.time.hour < 12 ? hour % 12 + 12 : hour)
    }
    return moment
  }
}
