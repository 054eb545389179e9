import JSON

/// Values as Python 2 prints them, where the service puts a value into a text.
enum PythonText {
  /// `str(value)`
  static func str(_ value: JSONValue) -> String {
    value.string ?? repr(value)
  }

  /// `repr(value)`
  private static func repr(_ value: JSONValue) -> String {
    switch value {
    case .null: "None"
    case .bool(let flag): flag ? "True" : "False"
    case .number(let number): number.text
    case .string(let text): "u'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
    case .array(let elements): "[\(elements.map(repr).joined(separator: ", "))]"
    case .object(let object):
      "{"
        + object.members.map { "\(repr(.string($0.key))): \(repr($0.value))" }.joined(
          separator: ", ")
        + "}"
    }
  }

  /// A list of names as Python prints it, for the messages about missing attributes.
  static func list(_ names: [String]) -> String {
    "[\(names.map { "'\($0)'" }.joined(separator: ", "))]"
  }
}
