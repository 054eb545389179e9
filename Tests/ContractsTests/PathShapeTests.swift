import Testing

@testable import Contracts

@Suite struct `The shapes of a path rule` {
  /// `{}` for a segment that varies, `…` where anything may follow.
  private static func shapes(_ regex: String) -> [String] {
    PathShape.all(ofRegex: regex).map { shape in
      shape.segments.map { segment in
        switch segment {
        case .literal(let name): name
        case .variable: "{}"
        }
      }.joined(separator: "/") + (shape.isOpen ? "/…" : "")
    }
  }

  struct Rule: Sendable, CustomTestStringConvertible {
    let regex: String
    let shapes: [String]
    var testDescription: String { regex }
  }

  @Test(arguments: [
    Rule(regex: #"/jobs/\d+"#, shapes: ["/jobs/{}"]),
    Rule(regex: #"^/v1\.0/[0-9a-f]{32}/flavors$"#, shapes: ["/v1.0/{}/flavors"]),
    Rule(
      regex: #"/jobs(/\d+(/(status|output))?)?"#,
      shapes: ["/jobs", "/jobs/{}", "/jobs/{}/status", "/jobs/{}/output"]),
    Rule(regex: #"/v1\.0/?"#, shapes: ["/v1.0", "/v1.0/"]),
    Rule(regex: #"/a/(b|c|[0-9])"#, shapes: ["/a/{}"]),
    Rule(regex: #"/a|/b/c"#, shapes: ["/a", "/b/c"]),
    Rule(regex: #"/ab?/c"#, shapes: ["/{}/c"]),
    Rule(regex: #"/a{2}/c"#, shapes: ["/{}/c"]),
    Rule(regex: #"/a/.*"#, shapes: ["/a/…"]),
    Rule(regex: #"/a/[^x]+/b"#, shapes: ["/a/…"]),
    Rule(regex: #"/a/[^/]+/b"#, shapes: ["/a/{}/b"]),
    Rule(regex: #"/a(/b)+/c"#, shapes: ["/…"]),
    Rule(regex: #".+"#, shapes: ["/…"]),
    Rule(regex: #"(?i)/a"#, shapes: ["/…"]),
    Rule(regex: #"/(?=a)b"#, shapes: ["/…"]),
  ])
  func `are fixed names, others, and what may follow`(rule: Rule) {
    #expect(Self.shapes(rule.regex) == rule.shapes)
  }

  @Test func `are the path itself without a rule`() throws {
    let (request, _) = try Written.interaction(
      request: #"{"method": "GET", "path": "/a/12"}"#)
    #expect(request.pathShapes == [PathShape(path: "/a/12")])
  }
}

@Suite struct `A plain regular expression` {
  @Test(arguments: [
    #"\d+"#, #"^/v1\.0/[0-9a-f]{32}/flavors$"#, #"(?:a|b)?[^/]+(c{1,3})*"#, #"[A-Za-z0-9/_.*~-]+"#,
    #"[-a]"#, #"[\w.-]{2,}"#, #"a|b"#, #"\(\)\[\]"#, #"<p>.*</p>\s*"#, "a b",
  ])
  func `is known at sight and compiles`(text: String) throws {
    #expect(PlainRegex.isOne(text))
    _ = try Regex(text)
  }

  @Test(arguments: [
    "", "(", ")", "a)", "[", "[]a]", "[z-a]", "[a-z-9]", "[a--b]", "[[:alpha:]]", "a**", "*a",
    "a{2,1}",
    "a{", "a{99999}", "a++", "a+?", "(?i)a", "(?=a)", #"\p{L}"#, #"\1"#, "(|a)", "a||b", "^*", "é",
    "a\\",
    String(repeating: "(", count: 30) + "a" + String(repeating: ")", count: 30),
  ])
  func `is left to the compiler when in doubt`(text: String) { #expect(!PlainRegex.isOne(text)) }
}
