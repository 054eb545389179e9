import HTTPMessage
import Testing

@Suite struct CalendarTimeTests {
  struct Case: CustomTestStringConvertible {
    let seconds: Int
    let iso: String
    let http: String
    var testDescription: String { iso }
    init(_ seconds: Int, _ iso: String, _ http: String) {
      self.seconds = seconds
      self.iso = iso
      self.http = http
    }
  }

  /// The second is the example of RFC 9110, section 5.6.7.
  @Test(arguments: [
    Case(0, "1970-01-01T00:00:00", "Thu, 01 Jan 1970 00:00:00 GMT"),
    Case(784_111_777, "1994-11-06T08:49:37", "Sun, 06 Nov 1994 08:49:37 GMT"),
    Case(951_782_400, "2000-02-29T00:00:00", "Tue, 29 Feb 2000 00:00:00 GMT"),
    Case(951_868_800, "2000-03-01T00:00:00", "Wed, 01 Mar 2000 00:00:00 GMT"),
    Case(1_709_251_199, "2024-02-29T23:59:59", "Thu, 29 Feb 2024 23:59:59 GMT"),
    Case(4_107_542_399, "2100-02-28T23:59:59", "Sun, 28 Feb 2100 23:59:59 GMT"),
    Case(4_107_542_400, "2100-03-01T00:00:00", "Mon, 01 Mar 2100 00:00:00 GMT"),
    Case(2_147_483_648, "2038-01-19T03:14:08", "Tue, 19 Jan 2038 03:14:08 GMT"),
    Case(-1, "1969-12-31T23:59:59", "Wed, 31 Dec 1969 23:59:59 GMT"),
    Case(-86_400, "1969-12-31T00:00:00", "Wed, 31 Dec 1969 00:00:00 GMT"),
    Case(-2_203_891_200, "1900-03-01T00:00:00", "Thu, 01 Mar 1900 00:00:00 GMT"),
    Case(-30_610_224_000, "1000-01-01T00:00:00", "Wed, 01 Jan 1000 00:00:00 GMT"),
    Case(-62_135_596_800, "0001-01-01T00:00:00", "Mon, 01 Jan 0001 00:00:00 GMT"),
    Case(253_402_300_799, "9999-12-31T23:59:59", "Fri, 31 Dec 9999 23:59:59 GMT"),
  ])
  func `a moment has its calendar fields`(_ example: Case) {
    let time = CalendarTime(secondsSince1970: example.seconds)
    #expect(time.iso8601 == example.iso)
    #expect(time.httpDate == example.http)
    #expect(time.secondsSince1970 == example.seconds)
  }

  @Test func `each day from 1580 to 2420 follows the one before`() {
    func isLeap(_ year: Int) -> Bool {
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }
    var expected = CalendarTime(year: 1580, month: 1, day: 1, hour: 12, minute: 34, second: 56)
    var seconds = expected.secondsSince1970
    while expected.year < 2420 {
      let time = CalendarTime(secondsSince1970: seconds)
      guard time == expected, time.secondsSince1970 == seconds else {
        Issue.record("\(seconds) is \(time.iso8601) instead of \(expected.iso8601)")
        return
      }
      seconds += 86_400
      let lengths = [31, isLeap(expected.year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      expected.day += 1
      if expected.day > lengths[expected.month - 1] {
        (expected.month, expected.day) = (expected.month + 1, 1)
      }
      if expected.month > 12 { (expected.year, expected.month) = (expected.year + 1, 1) }
    }
  }

  @Test(arguments: [(0, ""), (1, ".000001"), (120_000, ".120000"), (999_999, ".999999")])
  func `microseconds are written unless they are zero`(_ microseconds: Int, _ fraction: String) {
    let time = CalendarTime(year: 2024, month: 5, day: 6, hour: 7, minute: 8, second: 9)
    #expect(time.iso8601(microseconds: microseconds) == "2024-05-06T07:08:09" + fraction)
  }
}
