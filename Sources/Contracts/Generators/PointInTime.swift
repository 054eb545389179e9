import HTTPMessage

/// A moment in UTC with its milliseconds.
struct PointInTime: Sendable, Equatable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  var milliseconds: Int

  init(time: CalendarTime, millisecond: Int) {
    milliseconds = time.secondsSince1970 * 1_000 + millisecond
  }

  var time: CalendarTime {
    CalendarTime(secondsSince1970: (milliseconds - millisecond) / 1_000)
  }

  var millisecond: Int { ((milliseconds % 1_000) + 1_000) % 1_000 }

  /// 0 for Monday.
  var weekday: Int {
    let days = (time.secondsSince1970 - secondOfDay) / 86_400
    // 1970-01-01 was a Thursday.
    return (((days + 3) % 7) + 7) % 7
  }

  /// 1 for 1 January.
  var dayOfYear: Int {
    let start = CalendarTime(year: time.year, month: 1, day: 1)
    return (time.secondsSince1970 - start.secondsSince1970) / 86_400 + 1
  }

  var secondOfDay: Int { (time.hour * 60 + time.minute) * 60 + time.second }

  /// The same day and time of another month; the month's last day where it is shorter.
  func moved(toYear year: Int, month: Int) -> PointInTime {
    var time = time
    time.year = year
    time.month = month
    time.day = min(time.day, MomentReader.days(in: month, of: year))
    return PointInTime(time: time, millisecond: millisecond)
  }

  func adding(months: Int) -> PointInTime {
    let all = time.year * 12 + time.month - 1 + months
    let month = ((all % 12) + 12) % 12
    return moved(toYear: (all - month) / 12, month: month + 1)
  }

  /// The full hour of this day.
  func at(hour: Int) -> PointInTime {
    var time = time
    (time.hour, time.minute, time.second) = (hour, 0, 0)
    return PointInTime(time: time, millisecond: 0)
  }
}
