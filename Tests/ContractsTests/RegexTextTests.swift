import Testing

@testable import Contracts

@Suite struct `A text for a regular expression` {
  @Test(arguments: [
    "a", "abc", "^abc$", "a|b|cd", "[a-z]{3}", "[^a-z]", "\\d+", "\\w*", "\\S{2,4}", "(ab)+c?",
    "(?:a|b){3}",
    "(?<year>\\d{4})-(?<month>0[1-9]|1[0-2])", ".", ".*", ".+@.+\\.com", "x{2,}", "é+", "[äö]{2}",
    "\\$\\^\\.",
    "^http://[^/]+/v1\\.0/$", "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", "\\s", "[\\d\\-]+",
    "(a|)b",
    "\\bword\\b", "(?i)abc", "", "(?=a)a", "a++b", "\\t",
  ])
  func `is taken by it as a whole`(expression: String) throws {
    let regex = RegexText(try TextPattern(expression))
    var random = SeededRandom(seed: 7)
    for _ in 0..<50 {
      let text = try #require(regex.text(&random))
      #expect(regex.pattern.matches(text), "\(text)")
    }
  }

  @Test(arguments: ["(?!a)a", "((a{500}){500}){500}", "a{50000}"])
  func `is given up where there is none of bearable length`(expression: String) throws {
    var random = SeededRandom(seed: 7)
    #expect(RegexText(try TextPattern(expression)).text(&random) == nil)
  }

  @Test func `varies`() throws {
    let regex = RegexText(try TextPattern("[a-z]{20}"))
    var random = SeededRandom(seed: 7)
    #expect(regex.text(&random) != regex.text(&random))
  }
}
