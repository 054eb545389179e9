import HTTPMessage
import Testing

@testable import Contracts

@Suite struct `An expression for dates and times` {
  struct Case: Sendable, CustomTestStringConvertible {
    let expression: String
    let text: String
    var testDescription: String { expression }

    init(_ expression: String, _ text: String) {
      self.expression = expression
      self.text = text
    }
  }

  /// Saturday, 1 January 2000, 10:00, as in Pact's own table.
  private static let saturday = PointInTime(
    time: CalendarTime(year: 2000, month: 1, day: 1, hour: 10), millisecond: 0)

  private static func text(_ expression: String, _ now: PointInTime) throws -> String {
    try MomentPattern("yyyy-MM-dd'T'HH:mm:ss.SSS")
      .text(of: MomentExpression(expression, .both).applied(to: now))
  }

  @Test(arguments: [
    Case("", "2000-01-01T10:00:00.000"), Case("now", "2000-01-01T10:00:00.000"),
    Case("today", "2000-01-01T10:00:00.000"), Case("yesterday", "1999-12-31T10:00:00.000"),
    Case("tomorrow", "2000-01-02T10:00:00.000"), Case("+ 1 day", "2000-01-02T10:00:00.000"),
    Case("+1 week", "2000-01-08T10:00:00.000"), Case("- 2 weeks", "1999-12-18T10:00:00.000"),
    Case("+ 4 years", "2004-01-01T10:00:00.000"),
    Case("tomorrow+ 4 years", "2004-01-02T10:00:00.000"),
    Case("next week", "2000-01-08T10:00:00.000"), Case("last month", "1999-12-01T10:00:00.000"),
    Case("next fortnight", "2000-01-15T10:00:00.000"),
    Case("next monday", "2000-01-03T10:00:00.000"),
    Case("last wednesday", "1999-12-29T10:00:00.000"), Case("next mon", "2000-01-03T10:00:00.000"),
    Case("next saturday", "2000-01-08T10:00:00.000"), Case("last sat", "1999-12-25T10:00:00.000"),
    Case("last december", "1999-12-01T10:00:00.000"), Case("next jan", "2001-01-01T10:00:00.000"),
    Case("next june + 2 weeks", "2000-06-15T10:00:00.000"),
    Case("last mon + 2 weeks", "2000-01-10T10:00:00.000"),
    Case("+ 1 day - 2 weeks", "1999-12-19T10:00:00.000"),
    Case("last december + 2 weeks + 4 days", "1999-12-19T10:00:00.000"),
    Case("@ now", "2000-01-01T10:00:00.000"), Case("@ midnight", "2000-01-01T00:00:00.000"),
    Case("@ noon", "2000-01-01T12:00:00.000"), Case("@ 2 o'clock", "2000-01-01T14:00:00.000"),
    Case("@ 12 o'clock am", "2000-01-01T12:00:00.000"),
    Case("@ 1 o'clock pm", "2000-01-01T13:00:00.000"),
    Case("@ + 1 hour", "2000-01-01T11:00:00.000"),
    Case("@ - 2 minutes", "2000-01-01T09:58:00.000"),
    Case("@ + 4 seconds", "2000-01-01T10:00:04.000"),
    Case("@ + 4 milliseconds", "2000-01-01T10:00:00.004"),
    Case("@ midnight+ 4 minutes", "2000-01-01T00:04:00.000"),
    Case("@ next hour", "2000-01-01T11:00:00.000"),
    Case("@ last minute", "2000-01-01T09:59:00.000"),
    Case("@ now + 2 hours - 4 minutes", "2000-01-01T11:56:00.000"),
    Case("yesterday @ midnight - 1 hour", "1999-12-30T23:00:00.000"),
    Case("tomorrow+ 4 years @ 3 o'clock + 40 milliseconds", "2004-01-02T15:00:00.040"),
    Case("next week @ next hour", "2000-01-08T11:00:00.000"),
    Case("now - 2 hours", "2000-01-01T08:00:00.000"), Case("NEXT Tues", "2000-01-04T10:00:00.000"),
  ])
  func `is reckoned from now`(moment: Case) throws {
    #expect(try Self.text(moment.expression, Self.saturday) == moment.text)
  }

  @Test(arguments: [
    Case("+ 1 month", "2024-02-29T23:59:59.999"), Case("- 11 months", "2023-02-28T23:59:59.999"),
    Case("next april", "2024-04-30T23:59:59.999"),
    Case("+ 1 millisecond", "2024-02-01T00:00:00.000"),
  ])
  func `stays within the month`(moment: Case) throws {
    let now = PointInTime(
      time: CalendarTime(year: 2024, month: 1, day: 31, hour: 23, minute: 59, second: 59),
      millisecond: 999)
    #expect(try Self.text(moment.expression, now) == moment.text)
  }

  @Test(arguments: [
    Case(
      "not valid", #"expected now, today, yesterday, tomorrow, next, last, '+' or '-', found "not""#
    ),
    Case("now today", #"expected '+' or '-', found "today""#),
    Case("+ day", #"expected a number up to 1000000 after '+', found "day""#),
    Case("+", "expected a number up to 1000000 after '+', found nothing"),
    Case(
      "- 9999999999999999999 days",
      #"expected a number up to 1000000 after '-', found "9999999999999999999""#),
    Case("+ 1", "a unit is missing"),
    Case("now @ 44 o'clock", #"expected an hour from 1 to 12 with "o'clock""#),
    Case("now @ now @ now", "more than one '@'"), Case("now!", "unexpected '!'"),
  ])
  func `that is none says why`(moment: Case) {
    let error = #expect(throws: MomentExpression.Malformed.self) {
      try MomentExpression(moment.expression, .both)
    }
    #expect(error?.reason == moment.text)
  }

  @Test(arguments: [
    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "yy-M-d", "yyyy-DDD", "EEEE, d MMMM yyyy G", "EEE e MMM",
    "hh:mm a", "K:mm a", "kk:mm", "HH:mm:ssZ", "HH:mm:ssZZZZZ", "HH:mm:ssx", "HH:mm xx xxx",
    "H:m:s O",
    "HH:mm VV", "HH:mm z", "A", "n", "SSSSSS", "yyyy[-MM[-dd]]", "u''", "uuuu LLL", "XX X",
  ])
  func `comes out as text that its pattern takes`(format: String) throws {
    let pattern = try MomentPattern(format)
    for day in [0, 45, 366, 1_500] {
      for minute in [0, 1, 12 * 60, 23 * 60 + 59] {
        let time = CalendarTime(
          secondsSince1970: 1_600_000_000 / 86_400 * 86_400 + day * 86_400 + minute * 60 + 7)
        let text = pattern.text(of: PointInTime(time: time, millisecond: 78))
        #expect(pattern.matches(text), "\(text)")
      }
    }
  }
}
