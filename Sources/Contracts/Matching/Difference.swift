package import JSON

/// What was wanted and what came, as texts that are never equal.
package struct Difference: Equatable {
  package let expected: String
  package let actual: String

  package static let missing = "nothing"
  private static let shownScalars = 80

  /// Texts that are already as they shall be shown.
  package init(expected: String, actual: String) {
    self.expected = expected
    self.actual = actual
  }

  /// A wish in words against a value.
  package init(wanted: String, got actual: JSONValue) {
    self.init(expected: wanted, actual: "\(Self.shown(actual)) (\(Self.type(of: actual)))")
  }

  /// Two values.
  package init(_ expected: JSONValue, _ actual: JSONValue) {
    let (left, right) = Self.apart(expected.description, actual.description)
    let (leftType, rightType) = (Self.type(of: expected), Self.type(of: actual))
    self.init(
      expected: "\(left) (\(leftType))",
      actual: leftType == rightType ? right : "\(right) (\(rightType))")
  }

  /// Two texts, shown in quotes.
  package init(text expected: String, _ actual: String) {
    let (left, right) = Self.apart(
      JSONValue.string(expected).description, JSONValue.string(actual).description)
    self.init(expected: left, actual: right)
  }

  /// A value as it is shown where nothing is compared with it.
  package static func shown(_ value: JSONValue) -> String { cut(value.description, from: 0) }

  package static func shown(_ text: String) -> String { shown(JSONValue.string(text)) }

  /// Tells integers from decimals, because rules do.
  package static func type(of value: JSONValue) -> String {
    guard case .number(let number) = value else { return value.typeName }
    return number.isInteger ? "integer" : "decimal"
  }

  /// Both texts, shortened around the first difference, with code points where they look alike.
  private static func apart(_ left: String, _ right: String) -> (String, String) {
    if left == right, !left.utf8.elementsEqual(right.utf8) {
      return apart(spelledOut(left), spelledOut(right))
    }
    guard max(left.utf8.count, right.utf8.count) > shownScalars else { return (left, right) }
    let common = zip(left.unicodeScalars, right.unicodeScalars).prefix { $0 == $1 }.count
    let longest = max(left.unicodeScalars.count, right.unicodeScalars.count)
    let start = longest <= shownScalars ? 0 : max(0, common - shownScalars / 4)
    return (cut(left, from: start), cut(right, from: start))
  }

  private static func spelledOut(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      scalar.isASCII ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }.joined()
  }

  private static func cut(_ text: String, from start: Int) -> String {
    let scalars = text.unicodeScalars.dropFirst(start)
    let shown = String(String.UnicodeScalarView(scalars.prefix(shownScalars)))
    return (start > 0 ? "…" : "") + shown + (scalars.count > shownScalars ? "…" : "")
  }
}
