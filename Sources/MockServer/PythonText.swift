public import JSON

/// Values as Python prints them: services written in it put them into their texts.
public struct PythonText: Sendable {
  /// Python 2 marks texts that may hold any character.
  private let mark: String
  /// Python 3 takes the other quotes where a text holds these.
  private let choosesQuotes: Bool

  public static let version2 = PythonText(mark: "u", choosesQuotes: false)
  public static let version3 = PythonText(mark: "", choosesQuotes: true)

  /// `str(value)`
  public func str(_ value: JSONValue) -> String { value.string ?? repr(value) }

  /// `repr(value)`
  public func repr(_ value: JSONValue) -> String {
    switch value {
    case .null: "None"
    case .bool(let flag): flag ? "True" : "False"
    case .number(let number): number.text
    case .string(let text): mark + quoted(text)
    case .array(let elements): "[\(elements.map(repr).joined(separator: ", "))]"
    case .object(let object):
      "{"
        + object.members.map { "\(mark)\(quoted($0.key)): \(repr($0.value))" }.joined(
          separator: ", ")
        + "}"
    }
  }

  /// A list of names, as a program writes them itself.
  public func list(_ names: [String]) -> String {
    "[\(names.map(quoted).joined(separator: ", "))]"
  }

  private func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    if choosesQuotes, text.contains("'"), !text.contains("\"") { return "\"\(escaped)\"" }
    return "'\(escaped.replacing("'", with: "\\'"))'"
  }
}
