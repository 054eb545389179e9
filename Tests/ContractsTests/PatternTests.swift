import Testing

@testable import Contracts

@Suite("Patterns for text")
struct PatternTests {
  @Test(
    "of dates and times follow the calendar and the clock",
    arguments: [
      ("yyyy-MM-dd", "2000-02-29", true), ("yyyy-MM-dd", "1900-02-29", false),
      ("yyyy-MM-dd", "2020-04-31", false), ("yyyy-MM-dd", "2020-13-01", false),
      ("yyyyMMdd", "20200229", true), ("dd.MM.yy", "29.02.20", true),
      ("EEE, dd MMM yyyy HH:mm:ss 'GMT'", "Sat, 29 Feb 2020 01:02:03 GMT", true),
      ("EEEE d MMMM", "Saturday 29 February", true), ("hh:mm a", "12:30 PM", true),
      ("hh:mm a", "13:30 PM", false), ("HH:mm:ssX", "10:00:00+01", true),
      ("HH:mm:ssX", "10:00:00+01:00", false), ("HH:mm:ssXXX", "10:00:00+10:30", true),
      ("HH:mm:ssZ", "10:00:00+0100", true), ("HH:mm:ssZ", "10:00:00Z", false),
      ("HH:mm[:ss]", "10:00", true), ("HH:mm[:ss]", "10:00:01", true),
      ("HH:mm[:ss]", "10:00:", false), ("HH'h'mm''", "10h30'", true),
      ("HH:mm z", "10:00 Europe/Berlin", true), ("yyyy-DDD", "2020-366", true),
    ])
  func moments(_ pattern: String, _ value: String, _ fits: Bool) throws {
    #expect(try MomentPattern(pattern).matches(value) == fits)
  }

  @Test("of dates are refused when they mean nothing", arguments: ["QQ", "'a", "[yyyy", "yyyy]"])
  func brokenMoments(_ pattern: String) {
    #expect(throws: MomentPattern.Malformed.self) { try MomentPattern(pattern) }
  }

  @Test(
    "match whole values, code point by code point",
    arguments: [
      ("^\\d+$", "12", true), ("\\d+", "a12", false), ("a|ab", "ab", true), (".", "\r\n", false),
      ("e.", "e\u{301}", true), ("(?i)done", "DONE", true), ("", "", true),
    ])
  func expressions(_ pattern: String, _ value: String, _ fits: Bool) throws {
    #expect(try TextPattern(pattern).matches(value) == fits)
  }

  @Test("are refused when nested without end")
  func nested() throws {
    let deep = String(repeating: "(", count: 10_000) + String(repeating: ")", count: 10_000)
    #expect(throws: TextPattern.Malformed.self) { try TextPattern(deep) }
    #expect(throws: TextPattern.Malformed.self) {
      try TextPattern(String(repeating: "[", count: 50_000))
    }
    #expect(RegexRisk.warning(for: deep) != nil)
    let allowed = String(repeating: "(", count: 50) + "a" + String(repeating: ")", count: 50)
    #expect(try TextPattern(allowed).matches("a"))
    #expect(throws: MomentPattern.Malformed.self) {
      try MomentPattern(String(repeating: "[", count: 10_000))
    }
  }

  @Test(
    "are named when they can explode",
    arguments: [
      "(a+)+", "^(a+)+$", "(a*)*b", "((a+))+", "(?:\\w+\\s?)*", "(a|a)*", "(\\d|\\w)+",
      "([a-z]+)*", "(.*,)*x", "(a+){2,}", "x(y|(a+)+)z",
    ])
  func risky(_ pattern: String) {
    #expect(RegexRisk.warning(for: pattern) != nil)
  }

  @Test(
    "are not named when they can't",
    arguments: [
      "\\d+", "^[a-z]+(-[a-z]+)*$", "(\\.\\d+)*", "(red|blue)+", "(a+b)+", "(foo|far)*",
      "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", "(a+)?", "(ab)+", "(?:\\w++\\s?)*", "\\(a+\\)+",
      "", "(", "[", "a{", "\\",
    ])
  func harmless(_ pattern: String) {
    #expect(RegexRisk.warning(for: pattern) == nil)
  }
}
