import Contracts
import HTTPMessage
import JSON

/// Writes interactions of older files in the form of V4.
struct InteractionUpgrade {
  let version: PactVersion

  init(from version: PactVersion) { self.version = version }

  func upgraded(_ interaction: JSONObject) -> JSONObject {
    guard version < .v4 else { return interaction }
    var result: JSONObject = JSONObject([.init(key: "type", value: "Synchronous/HTTP")])
    for member in interaction.members {
      switch member.key {
      case "providerState", "provider_state":
        if let name = member.value.string {
          result["providerStates"] = [["name": .string(name)]]
        }
      case "providerStates":
        result["providerStates"] =
          member.value.string.map { [["name": .string($0)]] } ?? member.value
      case "request", "response":
        result[member.key] = member.value.object.map { .object(message($0)) } ?? member.value
      default: result[member.key] = member.value
      }
    }
    return result
  }

  private func message(_ message: JSONObject) -> JSONObject {
    var result = message
    if let query = message["query"]?.string {
      var values = JSONObject()
      for (name, value) in HTTPTarget("/?\(query)").queryItems {
        values[name] = .array((values[name]?.array ?? []) + [.string(value)])
      }
      result["query"] = .object(values)
    }
    if let body = message["body"] { result["body"] = bodyObject(body, message) }
    if let rules = message["matchingRules"]?.object {
      result["matchingRules"] = .object(version < .v3 ? Self.byCategory(rules) : rules)
    }
    return result
  }

  /// A body up to V3 is the value itself; text is JSON where its type says so and it can be read.
  private func bodyObject(_ body: JSONValue, _ message: JSONObject) -> JSONValue {
    let header = message["headers"]?.object?.members.first {
      HTTPFieldName($0.key) == .contentType
    }?.value
    let type = HTTPFields([(.contentType, header?.string ?? header?[0]?.string ?? "")]).mediaType
    var object = JSONObject()
    let isText = body.string != nil
    let isJSON =
      type == "application/json" || (type?.hasSuffix("+json") ?? false) || (type ?? "") == ""
    let parsed =
      isText && isJSON && type?.isEmpty == false
      ? body.string.flatMap { try? JSONReader.value(of: Array($0.utf8)) } : nil
    object["content"] = parsed ?? body
    if body == .null { return .object(object) }
    let usual = isText ? "text/plain" : "application/json"
    object["contentType"] = .string(type.flatMap { $0.isEmpty ? nil : $0 } ?? usual)
    object["encoded"] = false
    return .object(object)
  }

  /// `"$.body.a": {"match": "type"}` of V2 as `"body": {"$.a": {"matchers": [...]}}`.
  private static func byCategory(_ flat: JSONObject) -> JSONObject {
    var rules = JSONObject()
    for (key, rule) in flat.members.map({ ($0.key, $0.value) }) {
      let list: JSONValue = ["combine": "AND", "matchers": [rule]]
      let parts = Self.split(key)
      guard let category = categories[parts.category] else { continue }
      if category == "path" {
        rules["path"] = list
        continue
      }
      var named = rules[category]?.object ?? JSONObject()
      named[category == "body" ? "$\(parts.rest)" : plain(parts.rest)] = list
      rules[category] = .object(named)
    }
    return rules
  }

  private static let categories = [
    "path": "path", "query": "query", "header": "header", "headers": "header", "body": "body",
  ]

  /// `$.body.a[0]` and `$['body'].a[0]` as `body` and `.a[0]`.
  private static func split(_ key: String) -> (category: String, rest: String) {
    if key.hasPrefix("$['"), let end = key.firstRange(of: "']") {
      return (String(key[..<end.lowerBound].dropFirst(3)), String(key[end.upperBound...]))
    }
    let name = key.dropFirst(2).prefix { $0 != "." && $0 != "[" }
    return (String(name), String(key[name.endIndex...]))
  }

  /// `.name`, `['name']`, each perhaps with an index behind it, as the name.
  private static func plain(_ rest: String) -> String {
    if rest.hasPrefix("['"), let end = rest.firstRange(of: "']") {
      return String(rest[..<end.lowerBound].dropFirst(2))
    }
    return String(rest.dropFirst().prefix { $0 != "[" })
  }
}
