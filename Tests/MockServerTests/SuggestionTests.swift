import JSON
import MockServer
import Testing

@Suite struct `A suggestion` {
  struct Case: Sendable, CustomTestStringConvertible {
    let word: String
    let candidates: [String]
    let hint: String
    var testDescription: String { "\(word) among \(candidates.joined(separator: ", "))" }

    init(_ word: String, _ candidates: [String], _ hint: String) {
      self.word = word
      self.candidates = candidates
      self.hint = hint
    }
  }

  @Test(arguments: [
    Case("workqueu", ["workqueue", "trove"], "; did you mean \"workqueue\"?"),
    Case("wrokqueue", ["workqueue"], "; did you mean \"workqueue\"?"),
    Case("TROVE", ["workqueue", "trove"], "; did you mean \"trove\"?"),
    Case("statuss", ["state", "status"], "; did you mean \"status\"?"),
    Case("nothing", ["workqueue", "trove"], "; known: trove, workqueue"),
    Case("", ["workqueue"], "; known: workqueue"),
    Case("x", ["yy"], "; known: yy"),
    Case("x", [], ""),
    // Of two that are equally close, the first in the alphabet, whatever their order.
    Case("bat", ["cat", "bar"], "; did you mean \"bar\"?"),
    Case("bat", ["bar", "cat"], "; did you mean \"bar\"?"),
  ])
  func `is the closest candidate, or all of them`(example: Case) {
    #expect(Suggestion.hint(for: example.word, among: example.candidates) == example.hint)
  }
}

@Suite struct `A template` {
  private static let parameters = JSONObject([
    .init(key: "id", value: 7), .init(key: "name", value: "x"), .init(key: "all", value: [1, "a"]),
    .init(key: "tokens.alice", value: "secret"), .init(key: "none", value: nil),
  ])

  struct Case: Sendable, CustomTestStringConvertible {
    let template: JSONValue
    let filled: JSONValue
    var testDescription: String { template.description }

    init(_ template: JSONValue, _ filled: JSONValue) {
      self.template = template
      self.filled = filled
    }
  }

  @Test(arguments: [
    Case("${id}", 7), Case("${all}", [1, "a"]), Case("${none}", nil), Case("${name}", "x"),
    Case("job ${id}", "job 7"), Case("${id}${id}", "77"), Case("${name}${id}", "x7"),
    Case("<${all}>", "<[1,\"a\"]>"), Case("${tokens.alice}", "secret"),
    Case("${missing}", "${missing}"), Case("${missing} ${id}", "${missing} 7"),
    Case("${id", "${id"), Case("$id {id} }${", "$id {id} }${"), Case("${}", "${}"), Case("", ""),
    Case(
      ["a": ["${id}", 1, nil, true], "${id}": "${name}"], ["a": [7, 1, nil, true], "${id}": "x"]),
  ])
  func `is filled with parameters that it names`(example: Case) {
    #expect(Template.fill(example.template, with: Self.parameters) == example.filled)
  }

  @Test func `is not filled twice`() {
    let parameters = JSONObject([.init(key: "a", value: "${b}"), .init(key: "b", value: "c")])
    #expect(Template.fill("-${a}-", with: parameters) == "-${b}-")
  }
}
