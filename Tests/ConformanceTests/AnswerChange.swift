import Contracts
import HTTPMessage
import JSON

/// An answer with another value where a rule looks.
struct AnswerChange {
  let answer: HTTPResponse
  /// In words, for a failure.
  let words: String
  /// Whether no reading of the rule accepts it.
  let mustBreak: Bool

  private static let candidates: [JSONValue] = [
    nil, true, .number(JSONNumber("1.5") ?? JSONNumber(1)), "\u{1}", [nil], ["x": nil],
  ]

  static func all(of answer: HTTPResponse, at use: RuleUse) -> [AnswerChange] {
    guard let body = try? JSONReader.value(of: answer.body) else {
      var changed = answer
      changed.body = Array("something else".utf8)
      return [AnswerChange(answer: changed, words: "another text", mustBreak: true)]
    }
    let steps = steps(of: use.path)
    guard let before = value(at: steps[...], in: body) else { return [] }
    // A long page repeats the rules of a short one; a few changes show that they are applied.
    let candidates = answer.body.count > 4_096 ? candidates.prefix(1) : candidates[...]
    var changes = candidates.filter { $0 != before }.compactMap { candidate -> AnswerChange? in
      let changed = replaced(body, at: steps[...], with: candidate)
      return AnswerChange(
        answer: with(answer, changed), words: "\(candidate) instead of \(before)",
        mustBreak: refuses(use, candidate, before))
    }
    if case .member = steps.last {
      let changed = replaced(body, at: steps[...], with: nil as JSONValue?)
      changes.append(AnswerChange(answer: with(answer, changed), words: "nothing", mustBreak: true))
    }
    return changes
  }

  private static func with(_ answer: HTTPResponse, _ body: JSONValue) -> HTTPResponse {
    var changed = answer
    changed.body = JSONWriter.compact(body)
    return changed
  }

  private static func refuses(_ use: RuleUse, _ value: JSONValue, _ before: JSONValue) -> Bool {
    use.isChoice
      ? use.rules.allSatisfy { refuses($0, value, before) }
      : use.rules.contains { refuses($0, value, before) }
  }

  /// What a rule can't accept whatever its details.
  private static func refuses(_ rule: String, _ value: JSONValue, _ before: JSONValue) -> Bool {
    switch rule {
    case "type": value.typeName != before.typeName
    case "integer": value.int == nil
    case "null": value != .null
    case "regex": value.string == nil && value.int == nil
    case "values", "eachKey": value.object == nil
    default: false
    }
  }

  // MARK: Paths

  /// The steps of a rule's path; of `*`, the first element or member.
  private static func steps(of path: String) -> [JSONPointer.Step] {
    var steps: [JSONPointer.Step] = []
    for part in path.dropFirst().split(whereSeparator: { ".[]".contains($0) }) {
      if part == "*" {
        steps.append(.element(0))
      } else if let place = Int(part) {
        steps.append(.element(place))
      } else {
        steps.append(
          .member(part.trimmingPrefix("'").split(separator: "'").first.map(String.init) ?? ""))
      }
    }
    return steps
  }

  private static func value(at steps: ArraySlice<JSONPointer.Step>, in value: JSONValue)
    -> JSONValue?
  {
    guard let step = steps.first else { return value }
    switch (step, value) {
    case (.member(let key), .object(let object)):
      return object[key].flatMap { self.value(at: steps.dropFirst(), in: $0) }
    case (.element(let place), .array):
      return value[place].flatMap { self.value(at: steps.dropFirst(), in: $0) }
    case (.element(0), .object(let object)):
      return object.members.first.flatMap { self.value(at: steps.dropFirst(), in: $0.value) }
    default: return nil
    }
  }

  /// The document with another value there, or without it.
  private static func replaced(
    _ value: JSONValue, at steps: ArraySlice<JSONPointer.Step>, with new: JSONValue?
  ) -> JSONValue {
    guard let step = steps.first else { return new ?? .null }
    let rest = steps.dropFirst()
    switch (step, value) {
    case (.member(let key), .object(var object)):
      object[key] = rest.isEmpty ? new : object[key].map { replaced($0, at: rest, with: new) }
      return .object(object)
    case (.element(let place), .array(var elements)) where elements.indices.contains(place):
      elements[place] = replaced(elements[place], at: rest, with: new)
      return .array(elements)
    case (.element(0), .object(var object)):
      guard let first = object.members.first else { return value }
      object[first.key] = replaced(first.value, at: rest, with: new)
      return .object(object)
    default: return value
    }
  }
}
