import JSON

/// A place in a fixture file whose value a test changes: no container, unless that is empty.
struct FixtureValue: Sendable {
  let steps: [JSONPointer.Step]

  /// Every value of a document.
  static func all(of document: JSONValue) -> [FixtureValue] {
    places(in: document).map { FixtureValue(steps: $0) }
  }

  private static func places(in value: JSONValue) -> [[JSONPointer.Step]] {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      elements.enumerated().flatMap { place, element in
        places(in: element).map { [.element(place)] + $0 }
      }
    case .object(let object) where !object.isEmpty:
      object.members.flatMap { member in
        places(in: member.value).map { [.member(member.key)] + $0 }
      }
    default: [[]]
    }
  }

  /// The name of the first member on the way.
  var head: String? { if case .member(let name) = steps.first { name } else { nil } }

  var pointer: String { JSONPointer(steps).description }

  /// The document with other values of the same type here, one after another.
  ///
  /// - Parameter words: for texts that only another word of the same set can stand for.
  func changes(of document: JSONValue, words: [String: String]) -> [JSONValue] {
    var others: [JSONValue] = []
    _ = Self.replace(in: document, steps[...]) { value in
      others = Self.others(than: value, words)
      return value
    }
    return others.map { other in Self.replace(in: document, steps[...]) { _ in other } }
  }

  private static func replace(
    in value: JSONValue, _ steps: ArraySlice<JSONPointer.Step>,
    _ change: (JSONValue) -> JSONValue
  ) -> JSONValue {
    guard let step = steps.first else { return change(value) }
    switch (step, value) {
    case (.member(let key), .object(var object)):
      object[key] = replace(in: object[key] ?? .null, steps.dropFirst(), change)
      return .object(object)
    case (.element(let place), .array(var elements)) where elements.indices.contains(place):
      elements[place] = replace(in: elements[place], steps.dropFirst(), change)
      return .array(elements)
    default: return value
    }
  }

  private static func others(than value: JSONValue, _ words: [String: String]) -> [JSONValue] {
    switch value {
    case .null: [7, "x"]
    case .bool(let flag): [.bool(!flag)]
    case .number(let number): [.number(JSONNumber((number.int ?? 0) + 1))]
    case .string(let text): [.string(words[text] ?? other(than: text))]
    case .array: [[1], ["x"]]
    case .object: [["x": 1]]
    }
  }

  /// Counts up the digit that a text ends in, so that times, addresses and identifiers stay some;
  /// makes other texts longer.
  private static func other(than text: String) -> String {
    guard let digit = text.last?.wholeNumberValue else { return text + "x" }
    return text.dropLast() + String((digit + 1) % 10)
  }
}
