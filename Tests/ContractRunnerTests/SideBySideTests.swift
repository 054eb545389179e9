import Contracts
import HTTPMessage
import JSON
import Testing

@testable import ContractRunner

@Suite struct `Two messages side by side` {
  /// A row as `left | right`, with the sign between them.
  private static func text(_ row: SideBySide.Row) -> String {
    let sign =
      switch row.mark {
      case .same: "="
      case .allowed: "~"
      case .broken: "≠"
      }
    return "\(row.left ?? "-") \(sign) \(row.right ?? "-")"
  }

  /// The rows of two JSON values.
  private static func rows(
    _ left: String, _ right: String, broken: Set<String> = []
  ) throws -> [String] {
    let values = try [left, right].map { try JSONReader.value(of: Array($0.utf8)) }
    return JSONSideBySide.rows(values[0], values[1], broken: broken).map(text)
  }

  // MARK: JSON

  @Test func `mark what breaks the contract and what merely differs`() throws {
    #expect(
      try Self.rows(
        #"{"id": 1, "name": "x", "at": "now"}"#, #"{"id": 1, "name": "y", "at": "then"}"#,
        broken: ["$.name"]) == [
          "{ = {", #"  "id": 1, =   "id": 1,"#, #"  "name": "x", ≠   "name": "y","#,
          #"  "at": "now" ~   "at": "then""#, "} = }",
        ])
  }

  @Test func `keep the expected order, with the other members behind`() throws {
    #expect(
      try Self.rows(#"{"a": 1, "b": 2}"#, #"{"c": 3, "b": 2, "a": 1}"#) == [
        "{ = {", #"  "a": 1, =   "a": 1,"#, #"  "b": 2 =   "b": 2,"#, #"- ~   "c": 3"#, "} = }",
      ])
  }

  @Test func `show every line of a member that is missing`() throws {
    #expect(
      try Self.rows(#"{"a": {"b": [1]}, "c": 2}"#, #"{"c": 2}"#, broken: ["$.a"]) == [
        "{ = {", #"  "a": { ≠ -"#, #"    "b": [ ≠ -"#, "      1 ≠ -", "    ] ≠ -", "  }, ≠ -",
        #"  "c": 2 =   "c": 2"#, "} = }",
      ])
  }

  @Test func `mark of an array of another length only what is too much`() throws {
    #expect(
      try Self.rows("[1, 2]", "[1, 2, 3]", broken: ["$"]) == [
        "[ ≠ [", "  1, =   1,", "  2 =   2,", "- ≠   3", "] = ]",
      ])
  }

  @Test func `find what is broken in elements that the example does not have`() throws {
    #expect(
      try Self.rows(#"[{"n": 1}]"#, #"[{"n": 2}, {"n": "x"}]"#, broken: ["$[1].n"]) == [
        "[ = [", "  { =   {", #"    "n": 1 ~     "n": 2"#, "  } =   },", "- ~   {",
        #"- ≠     "n": "x""#, "- ~   }", "] = ]",
      ])
  }

  @Test func `begin values of different kinds beside each other`() throws {
    #expect(
      try Self.rows(#"{"a": [1]}"#, #"{"a": "x"}"#, broken: ["$.a"]) == [
        "{ = {", #"  "a": [ ≠   "a": "x""#, "    1 ≠ -", "  ] ≠ -", "} = }",
      ])
    #expect(
      try Self.rows(#"{"a": {}}"#, #"{"a": {"b": 1}}"#) == [
        "{ = {", #"  "a": {} ~   "a": {"#, #"- ~     "b": 1"#, "- ~   }", "} = }",
      ])
  }

  @Test func `find names that need quoting by the paths of mismatches`() throws {
    #expect(
      try Self.rows(#"{"a b": [0]}"#, #"{"a b": [1]}"#, broken: ["$['a b'][0]"]) == [
        "{ = {", #"  "a b": [ =   "a b": ["#, "    0 ≠     1", "  ] =   ]", "} = }",
      ])
  }

  // MARK: Messages

  @Test func `put status, fields and body below each other`() throws {
    let contract = try Written.contract([
      Written.interaction(
        "a",
        response: #"""
          {"status": 200, "headers": {"X-A": ["1"], "X-B": ["2"]},
           "body": {"contentType": "text/plain", "content": "one\ntwo\nthree"}}
          """#)
    ])
    let results = contract.interactions.map {
      Written.result(
        $0, of: contract,
        HTTPResponse(
          status: .created,
          fields: ["x-a": "1", "X-B": "3", .contentType: "text/plain", "X-C": "4"],
          body: Array("one\n2\nthree".utf8)))
    }
    let entry = try #require(results.map { RunReport.Entry($0) }.first)
    let both = SideBySide(
      try #require(entry.expected), try #require(entry.actual), differences: entry.differences)
    #expect(
      both.rows.map(Self.text) == [
        "200 OK ≠ 201 Created", "X-A: 1 = X-A: 1", "X-B: 2 ≠ X-B: 3",
        "Content-Type: text/plain = Content-Type: text/plain", "- ~ X-C: 4", " = ", "one = one",
        "two ≠ 2", "three = three",
      ])
  }

  @Test func `cut what nobody reads`() {
    let lines = (0..<9_000).map(String.init).joined(separator: "\n")
    let message = RunReport.Message("200 OK", body: Array(lines.utf8))
    let both = SideBySide(message, message, differences: [])
    #expect(both.rows.count == 4_000)
    #expect(both.notes == ["5002 more lines are left out"])
  }

  // MARK: Folding

  @Test func `fold long runs without a breach, but not what stands near one`() {
    let lines = (0..<40).map(String.init)
    var others = lines
    others[20] = "x"
    let both = SideBySide(
      RunReport.Message("GET /", body: Array(lines.joined(separator: "\n").utf8)),
      RunReport.Message("GET /", body: Array(others.joined(separator: "\n").utf8)),
      differences: [
        RunReport.Difference(
          kind: .body, path: "$", rule: "equality", expected: "20", actual: "x", words: "")
      ])
    // The start line and the gap go before the forty lines.
    #expect(both.pieces.map(\.rows.count) == [2 + 17, 7, 16])
    #expect(both.pieces.map(\.isFolded) == [true, false, true])
  }
}

@Suite struct `A pair of long lines` {
  private static func cut(_ left: String, _ right: String) -> LineCut {
    LineCut(SideBySide.Row(left: left, right: right, mark: .broken))
  }

  @Test func `shows what differs between what does not`() {
    let cut = Self.cut("\"port\": 8779,", "\"port\": 33,")
    #expect(cut.left.map { [$0.before, $0.different, $0.after] } == ["\"port\": ", "8779", ","])
    #expect(cut.right.map { [$0.before, $0.different, $0.after] } == ["\"port\": ", "33", ","])
  }

  @Test func `is cut around the difference, so that no equal texts are shown as different`() {
    let same = String(repeating: "a", count: 5_000)
    let cut = Self.cut(same + "x" + same, same + "y" + same)
    #expect(cut.left?.different == "x")
    #expect(cut.right?.different == "y")
    #expect((cut.left?.before.count ?? 9_999) < 100)
    #expect((cut.left?.after.count ?? 9_999) < 100)
  }

  @Test(arguments: [("1,", "1"), ("1", "1,")])
  func `does not call the comma of a list a difference`(left: String, right: String) {
    let cut = Self.cut(left, right)
    #expect(cut.left?.different == "" && cut.right?.different == "")
    #expect(cut.left.map { $0.before + $0.after } == left)
    #expect(cut.right.map { $0.before + $0.after } == right)
  }
}
