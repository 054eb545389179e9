import HTTPMessage
import JSON

/// A value with `${name}` in its strings, read once, when it is known that every name exists.
///
/// A string that is nothing but `${name}` becomes what the name stands for, so that a number stays a
/// number; `${name.member}` goes into an object.
struct RecordTemplate: Sendable {
  private indirect enum Form: Sendable {
    case constant(JSONValue)
    case whole(Name)
    case text([Part])
    case array([Form])
    case object([(key: String, form: Form)])
  }

  enum Part: Sendable {
    case text(String)
    case name(Name)
  }

  struct Name: Sendable {
    let head: String
    /// The members that lead on into the value.
    let rest: [String]
  }

  private let form: Form
  /// The names that it holds.
  let names: Set<String>

  /// - Parameter known: the names that exist where the template is filled.
  /// - Throws: ``FixtureError`` that points at the string which holds another one.
  init(_ node: FixtureNode, known: some Sequence<String>) throws(FixtureError) {
    var names: Set<String> = []
    form = try Self.read(node, known: Set(known), &names)
    self.names = names
  }

  /// The name alone.
  init(name: String) {
    form = .whole(Name(head: name, rest: []))
    names = [name]
  }

  /// The value, when nothing in it is open.
  var constant: JSONValue? {
    guard case .constant(let value) = form else { return nil }
    return value
  }

  /// The parts of a text.
  var parts: [Part] {
    switch form {
    case .text(let parts): parts
    case .whole(let name): [.name(name)]
    default: []
    }
  }

  private static func read(
    _ node: FixtureNode, known: Set<String>, _ names: inout Set<String>
  ) throws(FixtureError) -> Form {
    switch node.value {
    case .string(let text):
      let parts = try Self.parts(of: text, node)
      for case .name(let name) in parts {
        guard known.contains(name.head) else {
          throw node.error(
            "there is no \"\(name.head)\" here"
              + Suggestion.hint(for: name.head, among: Array(known)))
        }
        names.insert(name.head)
      }
      if parts.count == 1, case .name(let name) = parts[0] { return .whole(name) }
      let isOpen = parts.contains { if case .name = $0 { true } else { false } }
      return isOpen ? .text(parts) : .constant(node.value)
    case .array:
      var forms: [Form] = []
      for element in try node.array() { forms.append(try read(element, known: known, &names)) }
      return closed(.array(forms), forms, node.value)
    case .object:
      var members: [(key: String, form: Form)] = []
      for (key, member) in try node.members() {
        members.append((key, try read(member, known: known, &names)))
      }
      return closed(.object(members), members.map(\.form), node.value)
    default: return .constant(node.value)
    }
  }

  /// The value itself when none of its parts is open.
  private static func closed(_ form: Form, _ parts: [Form], _ value: JSONValue) -> Form {
    let isClosed = parts.allSatisfy { if case .constant = $0 { true } else { false } }
    return isClosed ? .constant(value) : form
  }

  private static func parts(
    of text: String, _ node: FixtureNode
  ) throws(FixtureError) -> [Part] {
    var parts: [Part] = []
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      if start.lowerBound > rest.startIndex {
        parts.append(.text(String(rest[..<start.lowerBound])))
      }
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
        throw node.error("\"${\" has no \"}\"")
      }
      let steps = rest[start.upperBound..<end].split(
        separator: ".", omittingEmptySubsequences: false
      ).map(String.init)
      parts.append(.name(Name(head: steps[0], rest: Array(steps.dropFirst()))))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    return parts
  }

  /// Fills it; a name that stands for nothing becomes null, and nothing inside a text.
  func fill(_ value: (String) -> JSONValue?) -> JSONValue { Self.fill(form, value) }

  private static func fill(_ form: Form, _ value: (String) -> JSONValue?) -> JSONValue {
    switch form {
    case .constant(let constant): return constant
    case .whole(let name): return find(name, value)
    case .text(let parts):
      var text = ""
      for part in parts {
        switch part {
        case .text(let plain): text += plain
        case .name(let name): text += RecordText.of(find(name, value))
        }
      }
      return .string(text)
    case .array(let forms): return .array(forms.map { fill($0, value) })
    case .object(let members):
      return .object(
        JSONObject(members.map { .init(key: $0.key, value: fill($0.form, value)) }))
    }
  }

  private static func find(_ name: Name, _ value: (String) -> JSONValue?) -> JSONValue {
    var found = value(name.head)
    for step in name.rest { found = found?[step] }
    return found ?? .null
  }
}

/// How values are spelled in paths, queries and texts.
enum RecordText {
  /// A string as it is, nothing for null, others as JSON.
  static func of(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .null: ""
    default: value.description
    }
  }

  /// What tells a record from others: a string that is not empty, or an integer; nil for other values.
  static func key(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let number): number.int.map(String.init)
    default: nil
    }
  }

  /// Several keys as one, which no others give.
  static func joined(_ keys: [String]) -> String {
    keys.count == 1 ? keys[0] : keys.map(PercentCoding.encode).joined(separator: "/")
  }
}
