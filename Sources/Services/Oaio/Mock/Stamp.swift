import HTTPMessage
import MockServer

/// Moments as the service writes them: `YYYYmmddHHMMSSffffff`, UTC, compared as texts (sheet, section 6).
enum Stamp {
  static func isStamp(_ text: String) -> Bool {
    text.utf8.count == 20 && text.utf8.allSatisfy { $0 &- 0x30 < 10 }
  }

  static func text(_ moment: Timestamp) -> String {
    let seconds = CalendarTime(secondsSince1970: moment.seconds).iso8601
    let micros = String(moment.microseconds - moment.seconds * 1_000_000)
    return seconds.filter(\.isNumber) + String(repeating: "0", count: 6 - micros.utf8.count)
      + micros
  }
}
