public import JSON

/// Texts with `${name}` in them.
public enum Template {
  /// Fills every string of a value. A string that is nothing but `${name}` becomes the parameter
  /// itself, so that a number stays a number.
  public static func fill(_ value: JSONValue, with parameters: JSONObject) -> JSONValue {
    switch value {
    case .string(let text):
      if text.hasPrefix("${"), text.hasSuffix("}"),
        let whole = parameters[String(text.dropFirst(2).dropLast())]
      {
        return whole
      }
      return .string(fill(text, with: parameters))
    case .array(let elements): return .array(elements.map { fill($0, with: parameters) })
    case .object(let object):
      return .object(
        JSONObject(
          object.members.map { .init(key: $0.key, value: fill($0.value, with: parameters)) }))
    default: return value
    }
  }

  /// Fills a text. A name without a parameter stays as it is.
  public static func fill(_ text: String, with parameters: JSONObject) -> String {
    guard text.contains("${") else { return text }
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${"),
      let end = rest[start.upperBound...].firstIndex(of: "}")
    {
      result += rest[..<start.lowerBound]
      let name = String(rest[start.upperBound..<end])
      switch parameters[name] {
      case .string(let value): result += value
      case .some(let value): result += value.description
      case nil: result += rest[start.lowerBound...end]
      }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
