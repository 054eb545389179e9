import JSON
import MockServer

/// Checks of bodies, with the words of the service's own schemas (sheet, section 7).
enum Validation {
  /// A value as the service's texts hold it.
  static func repr(_ value: JSONValue) -> String { PythonText.version3.repr(value) }

  static func repr(_ text: String) -> String { repr(.string(text)) }

  /// A member that must be there.
  static func required(
    _ key: String, in object: JSONObject, at place: String
  ) throws(TroveRefusal) -> JSONValue {
    guard let value = object[key] else {
      throw .invalid("\(place) '\(key)' is a required property")
    }
    return value
  }

  static func string(_ value: JSONValue, at place: String) throws(TroveRefusal) -> String {
    guard let text = value.string else {
      throw .invalid("\(place) \(repr(value)) is not of type 'string'")
    }
    return text
  }

  static func object(_ value: JSONValue, at place: String) throws(TroveRefusal) -> JSONObject {
    guard let object = value.object else {
      throw .invalid("\(place) \(repr(value)) is not of type 'object'")
    }
    return object
  }

  static func array(_ value: JSONValue, at place: String) throws(TroveRefusal) -> [JSONValue] {
    guard let elements = value.array else {
      throw .invalid("\(place) \(repr(value)) is not of type 'array'")
    }
    return elements
  }

  /// A name of 1 to 255 characters, or any number of them, with a letter or a digit in it.
  static func name(
    _ value: JSONValue, at place: String, most: Int? = 255
  ) throws(TroveRefusal) -> String {
    let text = try string(value, at: place)
    var problems: [String] = []
    if text.isEmpty { problems.append("\(place) '' should be non-empty") }
    if let most, text.unicodeScalars.count > most {
      problems.append("\(place) \(repr(text)) is too long")
    }
    let hasWord = text.utf8.contains {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
    }
    if !hasWord {
      problems.append("\(place) \(repr(text)) does not match '^.*[0-9a-zA-Z]+.*$'")
    }
    guard problems.isEmpty else { throw .invalid(problems.joined(separator: "; ")) }
    return text
  }

  /// A size in gigabytes: an integer from 1, or its digits.
  static func volumeSize(_ value: JSONValue, at place: String) throws(TroveRefusal) -> Int {
    func invalid(_ problems: String...) -> TroveRefusal {
      let whole = ["\(place) \(repr(value)) is not valid under any of the given schemas"] + problems
      return .invalid(whole.joined(separator: "; "))
    }
    if case .number = value {
      guard let size = value.int else {
        throw invalid(
          "\(repr(value)) is not of type 'integer'", "\(repr(value)) is not of type 'string'")
      }
      guard size >= 1 else {
        throw invalid(
          "\(size) is less than the minimum of 1", "\(size) is not of type 'string'")
      }
      return size
    }
    guard let text = value.string else {
      throw invalid(
        "\(repr(value)) is not of type 'integer'", "\(repr(value)) is not of type 'string'")
    }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let size = Int(text), size >= 1
    else {
      throw invalid(
        "\(repr(text)) is not of type 'integer'", "\(repr(text)) does not match '^0*[1-9]+[0-9]*$'")
    }
    return size
  }

  /// A flavor: its id, as text or number, or a link that ends in it.
  static func flavor(_ value: JSONValue, at place: String) throws(TroveRefusal) -> String {
    if let number = value.int { return String(number) }
    guard let text = value.string, !text.isEmpty else {
      throw .invalid(
        "\(place) \(repr(value)) is not valid under any of the given schemas; \(repr(value)) is not of type 'string'; \(repr(value)) is not of type 'integer'"
      )
    }
    return text.split(separator: "/").last.map(String.init) ?? text
  }

  static func uuid(_ value: JSONValue, at place: String) throws(TroveRefusal) -> String {
    let text = try string(value, at: place)
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    let isUUID =
      groups.map(\.count) == [8, 4, 4, 4, 12] && groups.joined().allSatisfy(\.isHexDigit)
    guard isUUID else {
      throw .invalid(
        "\(place) \(repr(text)) does not match '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$'"
      )
    }
    return text
  }
}
