import JSON

/// The matching rules of one message while they are found.
struct RuleSketch {
  private var entries: [(category: String, name: String, rule: JSONValue)] = []

  /// - Parameter name: a path in a body, a header's or a parameter's name; nil for the path.
  mutating func add(_ category: String, _ name: String?, _ rule: JSONValue) {
    let name = name ?? ""
    if entries.contains(where: { $0.category == category && $0.name == name }) { return }
    entries.append((category, name, rule))
  }

  static let anyOfType: JSONValue = ["match": "type"]
  static let same: JSONValue = ["match": "equality"]

  static func regex(_ text: String) -> JSONValue { ["match": "regex", "regex": .string(text)] }

  var bodyRules: [(name: String, rule: JSONValue)] {
    entries.filter { $0.category == "body" }.map { ($0.name, $0.rule) }
  }

  /// As a contract has them; nil when there are none.
  var json: JSONValue? {
    guard !entries.isEmpty else { return nil }
    var categories = JSONObject()
    for entry in entries.sorted(by: { ($0.category, $0.name) < ($1.category, $1.name) }) {
      let list: JSONValue = ["combine": "AND", "matchers": [entry.rule]]
      if entry.name.isEmpty {
        categories[entry.category] = list
      } else {
        var named = categories[entry.category]?.object ?? JSONObject()
        named[entry.name] = list
        categories[entry.category] = .object(named)
      }
    }
    return .object(categories)
  }

  /// Characters that mean something in a regular expression, made to mean themselves.
  static func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if "\\^$.|?*+()[]{}".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}

/// A place in a JSON body as rules write it.
struct SketchPath {
  private(set) var text = "$"
  /// Whether rules have a way to write it: names with a quote, and the name `*`, can't be told.
  private(set) var isSayable = true
  /// The name of the member that this is the value of, also through arrays.
  private(set) var name: String?
  /// The name of the member whose object that member stands in.
  private(set) var parent: String?

  func member(_ key: String) -> SketchPath {
    var path = self
    let isPlain =
      !key.isEmpty
      && key.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
        default: false
        }
      }
    path.text += isPlain ? ".\(key)" : "['\(key)']"
    if key.contains("'") || key == "*" { path.isSayable = false }
    path.parent = name
    path.name = key
    return path
  }

  func element(_ place: Int?) -> SketchPath {
    var path = self
    path.text += place.map { "[\($0)]" } ?? "[*]"
    return path
  }
}
