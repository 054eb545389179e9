import JSON

extension Rule {
  /// What the rule wants and doesn't find in `actual`; nil when it accepts.
  ///
  /// Judges one place without what is below it. Two values of the same container type pass the rules
  /// about single values, which then hold for what is inside.
  ///
  /// - Parameter isCascaded: the rule came down from a place above, so that its `min` and `max`
  ///   speak of another list.
  func objection(to actual: JSONValue, example: JSONValue, isCascaded: Bool) -> Difference? {
    switch self {
    case .type(let min, let max):
      guard actual.typeName == example.typeName else { return Difference(typeOf: example, actual) }
      guard !isCascaded, let count = actual.array?.count else { return nil }
      return Rule.sizeObjection(count, min: min, max: max)
    case .notEmpty: return actual.isEmptyValue ? Difference(wanted: "something", got: actual) : nil
    case .values, .eachKey, .eachValue, .arrayContains:
      guard actual.typeName == example.typeName else { return Difference(typeOf: example, actual) }
      return nil
    case .contentType: return nil
    default:
      if actual.isContainer, actual.typeName == example.typeName { return nil }
      return objection(toSingle: actual, example: example)
    }
  }

  private func objection(toSingle actual: JSONValue, example: JSONValue) -> Difference? {
    func accept(_ accepts: Bool, _ wanted: @autoclosure () -> String) -> Difference? {
      accepts ? nil : Difference(wanted: wanted(), got: actual)
    }
    switch self {
    case .regex(let pattern):
      return accept(
        actual.patternText.map(pattern.matches) ?? false, "text matching \(pattern.text)")
    case .include(let part):
      return accept(actual.plainText.contains(bytesOf: part), "text with \(Difference.shown(part))")
    case .integer: return accept(actual.isNumber { $0.isInteger }, "an integer")
    case .decimal: return accept(actual.isNumber { !$0.isInteger }, "a decimal number")
    case .number: return accept(actual.isNumber { _ in true }, "a number")
    case .boolean:
      return accept(
        actual.bool != nil || ["true", "false"].contains(actual.string), "true or false")
    case .null: return accept(actual == .null, "null")
    case .moment(let name, let pattern):
      return accept(
        actual.patternText.map(pattern.matches) ?? false, "a \(name) like \(pattern.text)")
    case .semver:
      return accept(
        actual.string.map(SemanticVersion.accepts) ?? false,
        "a semantic version, for example \"1.0.0\"")
    case .statusCode(let statusClass):
      return accept(actual.int.map(statusClass.contains) ?? false, statusClass.words)
    default: return actual == example ? nil : Difference(example, actual)
    }
  }

  static func sizeObjection(_ count: Int, min: Int?, max: Int?) -> Difference? {
    func items(_ count: Int) -> String { count == 1 ? "1 item" : "\(count) items" }
    if let min, count < min {
      return Difference(expected: "at least \(items(min))", actual: items(count))
    }
    if let max, count > max {
      return Difference(expected: "at most \(items(max))", actual: items(count))
    }
    return nil
  }
}

extension Difference {
  /// A value of another type than the example's.
  fileprivate init(typeOf example: JSONValue, _ actual: JSONValue) {
    let wanted: String =
      switch example {
      case .null: "null"
      case .array, .object: "an \(example.typeName)"
      case .bool, .number, .string: "a \(example.typeName)"
      }
    self.init(wanted: "\(wanted) like \(Self.shown(example))", got: actual)
  }
}

extension JSONValue {
  var isContainer: Bool { array != nil || object != nil }

  fileprivate var isEmptyValue: Bool {
    switch self {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    case .bool, .number: false
    }
  }

  /// What patterns are compared with: strings and numbers.
  fileprivate var patternText: String? {
    switch self {
    case .string(let text): text
    case .number(let number): number.text
    default: nil
    }
  }

  /// Any value as text; null is none.
  fileprivate var plainText: String {
    switch self {
    case .string(let text): text
    case .null: ""
    default: description
    }
  }

  fileprivate func isNumber(_ accepts: (JSONNumber) -> Bool) -> Bool {
    guard case .number(let number) = self else { return false }
    return accepts(number)
  }
}

extension String {
  /// Whether `part` stands in the text, by code units, so without Unicode normalisation.
  fileprivate func contains(bytesOf part: String) -> Bool {
    part.isEmpty || Array(utf8).firstRange(of: Array(part.utf8)) != nil
  }
}
