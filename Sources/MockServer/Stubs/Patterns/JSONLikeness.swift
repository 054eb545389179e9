import Contracts
import JSON

/// What `equalToJson` wants: a document, of which some parts may be open.
struct JSONLikeness: Sendable {
  let wanted: JSONValue
  let ignoresOrder: Bool
  let ignoresExtra: Bool
  /// The compiled expressions of its `${json-unit.regex}` placeholders.
  private let expressions: [String: TextPattern]

  static let placeholderStart = "${json-unit."
  private static let regexStart = "${json-unit.regex}"
  /// What stands for a whole value, by its placeholder.
  private static let kinds = [
    "any-string", "any-number", "any-boolean", "ignore", "ignore-element",
  ]

  init(
    _ wanted: JSONValue, ignoresOrder: Bool = false, ignoresExtra: Bool = false
  ) throws(TextPattern.Malformed) {
    self.wanted = wanted
    self.ignoresOrder = ignoresOrder
    self.ignoresExtra = ignoresExtra
    var expressions: [String: TextPattern] = [:]
    for text in Self.texts(of: wanted) where text.hasPrefix(Self.regexStart) {
      expressions[text] = try TextPattern(String(text.dropFirst(Self.regexStart.count)))
    }
    self.expressions = expressions
  }

  private static func texts(of value: JSONValue) -> [String] {
    switch value {
    case .string(let text): text.hasPrefix(placeholderStart) ? [text] : []
    case .array(let elements): elements.flatMap(texts)
    case .object(let object): object.members.flatMap { texts(of: $0.value) }
    default: []
    }
  }

  /// Whether a text stands for more than itself.
  static func isPlaceholder(_ text: String) -> Bool {
    guard text.hasPrefix(placeholderStart) else { return false }
    return text.hasPrefix(regexStart)
      || kinds.contains { text == "\(placeholderStart)\($0)}" }
  }

  func fits(_ value: JSONValue) -> Bool { fits(wanted, value) }

  private func fits(_ wanted: JSONValue, _ value: JSONValue) -> Bool {
    switch (wanted, value) {
    case (.string(let text), _) where Self.isPlaceholder(text):
      return isMeant(value, by: text)
    case (.array(let left), .array(let right)): return fits(left, right)
    case (.object(let left), .object(let right)):
      return left.members.allSatisfy { member in
        right[member.key].map { fits(member.value, $0) } ?? Self.isLeftOut(member.value)
      } && (ignoresExtra || right.keys.allSatisfy { left[$0] != nil })
    default: return wanted == value
    }
  }

  /// Only this placeholder stands for nothing, too.
  private static func isLeftOut(_ wanted: JSONValue) -> Bool {
    wanted.string == placeholderStart + "ignore-element}"
  }

  private func isMeant(_ value: JSONValue, by placeholder: String) -> Bool {
    switch placeholder.dropFirst(Self.placeholderStart.count) {
    case "any-string}": value.string != nil
    case "any-number}": if case .number = value { true } else { false }
    case "any-boolean}": value.bool != nil
    case "ignore}", "ignore-element}": true
    default: value.string.map { expressions[placeholder]?.matches($0) ?? false } ?? false
    }
  }

  private func fits(_ wanted: [JSONValue], _ values: [JSONValue]) -> Bool {
    guard ignoresExtra ? wanted.count <= values.count : wanted.count == values.count else {
      return false
    }
    guard ignoresOrder else { return zip(wanted, values).allSatisfy { fits($0, $1) } }
    return Assignment(wanted.map { left in values.indices.filter { fits(left, values[$0]) } })
      .isComplete
  }

  // MARK: Near misses

  /// Every place where a value differs, with what was wanted there and what came.
  func differences(from value: JSONValue) -> [(place: JSONPointer, difference: Difference)] {
    differences(wanted, value, JSONPointer())
  }

  private func differences(
    _ wanted: JSONValue, _ value: JSONValue, _ place: JSONPointer
  ) -> [(place: JSONPointer, difference: Difference)] {
    if fits(wanted, value) { return [] }
    switch (wanted, value) {
    case (.object(let left), .object(let right)):
      var found: [(place: JSONPointer, difference: Difference)] = []
      for member in left.members {
        let inner = place.appending(member.key)
        if let other = right[member.key] {
          found += differences(member.value, other, inner)
        } else if !Self.isLeftOut(member.value) {
          found.append(
            (
              inner,
              Difference(expected: "\(Difference.shown(member.value))", actual: "no such member")
            ))
        }
      }
      for member in right.members where !ignoresExtra && left[member.key] == nil {
        found.append(
          (
            place.appending(member.key),
            Difference(
              expected: "no such member",
              actual: "\(Difference.shown(member.value)), which is extra")
          ))
      }
      return found
    case (.array(let left), .array(let right)) where !ignoresOrder && left.count == right.count:
      return zip(left, right).enumerated().flatMap { index, pair in
        differences(pair.0, pair.1, place.appending(index))
      }
    case (.array(let left), .array(let right)) where left.count != right.count:
      return [
        (
          place,
          Difference(
            expected: "\(ignoresExtra ? "at least " : "")\(left.count) elements",
            actual: "\(right.count) elements")
        )
      ]
    case (.string(let text), _) where Self.isPlaceholder(text):
      return [(place, Difference(wanted: text, got: value))]
    default: return [(place, Difference(wanted, value))]
    }
  }
}

/// Whether each of several can have a partner of its own, found by augmenting paths, since trying all
/// orders would take for ever.
struct Assignment {
  private(set) var isComplete = true
  private var owner: [Int: Int] = [:]

  /// - Parameter choices: the partners that each could have.
  init(_ choices: [[Int]]) {
    for place in choices.indices where isComplete {
      var tried: Set<Int> = []
      isComplete = take(for: place, choices, &tried)
    }
  }

  private mutating func take(for place: Int, _ choices: [[Int]], _ tried: inout Set<Int>) -> Bool {
    for choice in choices[place] where tried.insert(choice).inserted {
      if owner[choice] == nil || take(for: owner[choice] ?? 0, choices, &tried) {
        owner[choice] = place
        return true
      }
    }
    return false
  }
}
