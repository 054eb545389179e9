import HTTPMessage
import JSON
import MockSupport
import Testing

/// The data that the tests are made of.
enum CaseFile {
  static let folder = "Tests/Services/Provena/ClientTests"

  /// A file of cases; an unreadable one has none, which each suite notices.
  static func read(_ name: String) -> JSONValue {
    (try? JSONReader.value(of: Repository.bytes("\(folder)/Cases/\(name).json"))) ?? .null
  }

  static func list(_ name: String) -> [JSONValue] { read(name).array ?? [] }

  /// The realm's key and the tokens that stand for placeholders such as `<jwt:alice>`.
  private static let tokens = read("tokens")

  /// The text that a placeholder stands for; any other text as it is.
  static func filled(_ text: String) -> String {
    guard text.hasPrefix("<"), text.hasSuffix(">") else { return text }
    let name = text.dropFirst().dropLast()
    if name == "key" { return tokens["public_key"]?.string ?? text }
    let parts = name.split(separator: ":").map(String.init)
    guard parts.count == 2 else { return text }
    let kind = ["jwt": "valid", "jwt-expired": "expired", "jwt-forged": "forged"][parts[0]]
    return tokens[kind ?? ""]?[parts[1]]?.string ?? text
  }

  /// The value with all placeholders filled.
  static func filled(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(filled(text))
    case .array(let elements): .array(elements.map(filled))
    case .object(let object):
      .object(
        JSONObject(object.members.map { .init(key: $0.key, value: filled($0.value)) }))
    default: value
    }
  }
}

/// A case in words.
func words(_ value: JSONValue) -> String { value["name"]?.string ?? "\(value)" }

extension JSONValue {
  /// The bytes of a member in base 64.
  func bytes(_ key: String) throws -> [UInt8] {
    try #require(self[key]?.string.flatMap { Base64.decode($0) }, "no \(key)")
  }
}
