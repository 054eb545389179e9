import JSON

/// Conversions that the service's library makes.
extension ModelCheck {
  /// An object, or what Python makes one of: an empty list or text.
  static func object(_ value: JSONValue) -> JSONObject? {
    switch value {
    case .object(let object): object
    case .array(let elements) where elements.isEmpty: JSONObject()
    case .string(let text) where text.isEmpty: JSONObject()
    default: nil
    }
  }

  /// A text, also of a number.
  static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let flag): flag ? "True" : "False"
    default: nil
    }
  }

  /// A whole number: also one with a fraction, which is cut off, and a text of digits.
  static func integer(_ value: JSONValue) -> Int? {
    switch value {
    case .number(let number):
      if let int = number.int { return int }
      let double = number.double.rounded(.towardZero)
      return Int(exactly: double)
    case .string(let text):
      let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      return Int(String(trimmed))
    case .bool(let flag): return flag ? 1 : 0
    default: return nil
    }
  }

  /// A truth value, also as a word or number.
  static func flag(_ value: JSONValue) -> Bool? {
    switch value {
    case .bool(let flag): flag
    case .number(let number): number.double == 1 ? true : number.double == 0 ? false : nil
    case .string(let text):
      switch text.lowercased() {
      case "1", "on", "t", "true", "y", "yes": true
      case "0", "off", "f", "false", "n", "no": false
      default: nil
      }
    default: nil
    }
  }
}

extension JSONValue {
  var isNumber: Bool {
    if case .number = self { return true }
    return false
  }
}

extension JSONObject {
  /// The members; of a name that stands twice only the last, as Python has it.
  var lastMembers: [Member] {
    members.enumerated().filter { place, member in
      !members[(place + 1)...].contains { $0.key == member.key }
    }.map(\.element)
  }
}
