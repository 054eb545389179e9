/// A moment in UTC, taken apart into calendar fields (proleptic Gregorian).
public struct CalendarTime: Sendable, Hashable {
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int
  public var hour: Int
  public var minute: Int
  public var second: Int

  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// The moment that many seconds after 1970-01-01T00:00:00Z.
  public init(secondsSince1970 seconds: Int) {
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    let rest = seconds - days * 86_400
    // Days to date by counting years from 1 March, so that the leap day ends a year.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    self.init(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1,
      hour: rest / 3_600, minute: rest / 60 % 60, second: rest % 60)
  }

  /// Seconds since 1970-01-01T00:00:00Z.
  public var secondsSince1970: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    return days * 86_400 + hour * 3_600 + minute * 60 + second
  }

  /// The form of the `Date` field, for example `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
  public var httpDate: String {
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let days = (secondsSince1970 - hour * 3_600 - minute * 60 - second) / 86_400
    let weekday = weekdays[((days % 7) + 7) % 7]
    return "\(weekday), \(two(day)) \(months[(month + 11) % 12]) \(four(year)) "
      + "\(two(hour)):\(two(minute)):\(two(second)) GMT"
  }

  /// `YYYY-MM-DDTHH:MM:SS`, without a zone.
  public var iso8601: String { iso8601(microseconds: 0) }

  /// `YYYY-MM-DDTHH:MM:SS.ffffff`, the fraction left out when it is zero.
  public func iso8601(microseconds: Int) -> String {
    String(unsafeUninitializedCapacity: 26) { text in
      var place = 0
      func put(_ value: Int, _ digits: Int, then separator: UInt8?) {
        var rest = value
        for offset in stride(from: digits - 1, through: 0, by: -1) {
          text[place + offset] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
          rest /= 10
        }
        place += digits
        if let separator {
          text[place] = separator
          place += 1
        }
      }
      put(year, 4, then: UInt8(ascii: "-"))
      put(month, 2, then: UInt8(ascii: "-"))
      put(day, 2, then: UInt8(ascii: "T"))
      put(hour, 2, then: UInt8(ascii: ":"))
      put(minute, 2, then: UInt8(ascii: ":"))
      put(second, 2, then: microseconds == 0 ? nil : UInt8(ascii: "."))
      if microseconds != 0 { put(microseconds, 6, then: nil) }
      return place
    }
  }

  private func four(_ value: Int) -> String { two(value / 100) + two(value % 100) }
  private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
