import JSON
import MockServer

/// A combination of values that is refused: `{"refuse": {"reposited": false, "uri": null},
/// "message": …}`. All conditions must hold for it to apply.
///
/// A condition is a value to be equal to, where null is also for what is absent or empty, or one of
/// `{"present": true}`, `{"not": …}`, `{"before": PATH}`, `{"after": PATH}`. Paths are names with
/// dots between.
struct FieldRule: Sendable {
  let message: String
  private let conditions: [(path: [String], condition: Condition)]

  private enum Condition: Sendable {
    case equals(JSONValue)
    case present
    case not(JSONValue)
    case before([String])
    case after([String])
  }

  init(_ node: FixtureNode) throws(FixtureError) {
    (message, conditions) = try node.object { object throws(FixtureError) in
      let message = try object.required("message").string()
      var conditions: [(path: [String], condition: Condition)] = []
      for (name, node) in try object.required("refuse").members() {
        conditions.append((Self.path(name), try Self.condition(node)))
      }
      return (message, conditions)
    }
  }

  private static func path(_ text: String) -> [String] {
    text.split(separator: ".").map(String.init)
  }

  private static func condition(_ node: FixtureNode) throws(FixtureError) -> Condition {
    guard node.value.object != nil else { return .equals(node.value) }
    guard let member = try node.members().first else {
      throw node.error("a condition is missing: present, not, before or after")
    }
    switch member.key {
    case "present": return .present
    case "not": return .not(member.node.value)
    case "before": return .before(path(try member.node.string()))
    case "after": return .after(path(try member.node.string()))
    default: throw node.error("expected present, not, before or after, found \"\(member.key)\"")
    }
  }

  /// Whether a value is what the rule refuses.
  func refuses(_ value: JSONValue) -> Bool {
    conditions.allSatisfy { path, condition in
      let found = Self.find(path, in: value)
      switch condition {
      case .equals(.null): return found == nil
      case .equals(let wanted): return found == wanted
      case .present: return found != nil
      case .not(let other): return found != other
      case .before(let path): return Self.areOrdered(found, Self.find(path, in: value))
      case .after(let path): return Self.areOrdered(Self.find(path, in: value), found)
      }
    }
  }

  /// What a path leads to; nil for nothing, null or an empty text.
  static func find(_ path: [String], in value: JSONValue) -> JSONValue? {
    let found = path.reduce(Optional(value)) { value, name in value?[name] }
    return found == .null || found == .string("") ? nil : found
  }

  /// Dates sort as their texts do.
  private static func areOrdered(_ first: JSONValue?, _ second: JSONValue?) -> Bool {
    guard let first = first?.string, let second = second?.string else { return false }
    return first < second
  }
}
