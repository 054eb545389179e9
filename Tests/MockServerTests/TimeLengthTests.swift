import MockServer
import Testing

@Suite struct `A length of time` {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let microseconds: Int?
    var testDescription: String { text.isEmpty ? "nothing" : text }

    init(_ text: String, _ microseconds: Int?) {
      self.text = text
      self.microseconds = microseconds
    }
  }

  @Test(arguments: [
    Case("1ms", 1_000), Case("1s", 1_000_000), Case("1m", 60_000_000), Case("1h", 3_600_000_000),
    Case("1d", 86_400_000_000), Case("0s", 0), Case("007s", 7_000_000), Case("90m", 5_400_000_000),
    Case("1.5h", 5_400_000_000), Case("0.25s", 250_000), Case("0.000001s", 1),
    Case("0.0005ms", 0), Case("0.29s", 290_000), Case("1.001ms", 1_001),
    Case("1h30m", 5_400_000_000), Case("1d2h3m4.5s6ms", 93_784_506_000), Case("1m1ms", 60_001_000),
    Case("365249d", 365_249 * 86_400_000_000),
  ])
  func `is read`(example: Case) {
    #expect(TimeLength.microseconds(example.text) == example.microseconds)
  }

  @Test(arguments: [
    "", "1", "s", "h1", "1x", "1 h", " 1h", "1h ", "1H", "1us", "1hm", "1.s", ".5s", "1..5s",
    "1.2.3s",
    "1.0000001s", "1,5h", "1e3s", "0x1s", "+1h", "-1h", "--1h", "1h-30m", "infs", "nans", "١h",
    "365250d", "99999999999999999999d", "9999999999999d", "1d365249.999999d",
  ])
  func `has no other form, and an end`(text: String) {
    #expect(TimeLength.microseconds(text) == nil)
  }

  @Test(arguments: [
    Case("1h", 3_600_000_000), Case("-1h", -3_600_000_000), Case("-1h30m", -5_400_000_000),
    Case("-0s", 0), Case("--1h", nil), Case("-", nil), Case("1h-1m", nil), Case("+1h", nil),
  ])
  func `may go back where a sign makes sense`(example: Case) {
    #expect(TimeLength.signedMicroseconds(example.text) == example.microseconds)
  }

  @Test(arguments: [
    Case("0s", 0), Case("1s", 1_000_000), Case("59s", 59_000_000), Case("1m", 60_000_000),
    Case("1h", 3_600_000_000), Case("1d", 86_400_000_000), Case("0.25s", 250_000),
    Case("0.000001s", 1), Case("-0.5s", -500_000), Case("1h30m", 5_400_000_000),
    Case("-1d1s", -86_401_000_000), Case("1d2h3m4.506s", 93_784_506_000),
    Case("999d23h59m59.999999s", 1_000 * 86_400_000_000 - 1),
  ])
  func `is written so that it is read again`(example: Case) throws {
    let microseconds = try #require(example.microseconds)
    #expect(TimeLength.text(microseconds: microseconds) == example.text)
    #expect(TimeLength.signedMicroseconds(example.text) == microseconds)
  }

  @Test(arguments: 0..<200)
  func `is read as it was written, whatever it is`(seed: Int) {
    var numbers = SeededGenerator(seed: seed)
    let limit = [1_000, 100_000_000, 10_000_000_000, 30_000_000_000_000_000][seed % 4]
    let length = Int.random(in: -limit...limit, using: &numbers)
    #expect(TimeLength.signedMicroseconds(TimeLength.text(microseconds: length)) == length)
  }

  @Test func `is written whatever it is`() {
    #expect(TimeLength.text(microseconds: .min).hasPrefix("-106751991d"))
    #expect(TimeLength.text(microseconds: .max).hasPrefix("106751991d"))
  }
}
