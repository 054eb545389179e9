import HTTPMessage
import JSON

/// What `comments.understudy` says of an interaction: which members of its parts may be absent or
/// null. In comments, because Pact has no words for it and other tools leave comments alone.
struct Variations {
  private static let name = "understudy"
  let node: ContractNode?

  init(of interaction: ContractNode, parts: [String]) throws(ContractError) {
    node = interaction.given("comments")?.given(Self.name)
    try node?.allow(parts, in: "\"\(Self.name)\"")
  }

  func part(_ name: String) -> ContractNode? { node?.given(name) }
}

extension ContractNode {
  /// Refuses members of other names.
  fileprivate func allow(_ names: [String], in owner: String) throws(ContractError) {
    for (key, node) in try members(owner) where !names.contains(key) {
      throw node.error(
        "unknown member \"\(key)\" in \(owner); known are \(names.joined(separator: ", "))",
        atKey: true)
    }
  }

  /// The texts listed at `kind`, `category`, each with its place.
  fileprivate func list(
    _ kind: String, _ category: String
  ) throws(ContractError) -> [(text: String, node: ContractNode)] {
    guard let list = given(kind)?.given(category) else { return [] }
    return try list.elements("\"\(category)\"").mapping { node throws(ContractError) in
      (try node.string("an entry of \"\(category)\""), node)
    }
  }

  fileprivate func allowVariations(of categories: [String]) throws(ContractError) {
    try allow(["optional", "nullable"], in: "the part")
    try given("optional")?.allow(categories, in: "\"optional\"")
    try given("nullable")?.allow(["body"], in: "\"nullable\"")
  }

  /// Names that must stand in the example.
  fileprivate func optionalNames(
    _ category: String, among names: [String], isSame: (String, String) -> Bool
  ) throws(ContractError) -> [String] {
    try list("optional", category).mapping { name, node throws(ContractError) in
      guard let known = names.first(where: { isSame($0, name) }) else {
        throw node.error(
          "the example has no \(category) \"\(name)\"; it has "
            + (names.isEmpty ? "none" : names.joined(separator: ", ")))
      }
      return known
    }
  }
}

extension RequestPattern {
  mutating func take(_ node: ContractNode?) throws(ContractError) {
    guard let node else { return }
    try node.allowVariations(of: ["body", "query", "header"])
    optionalQuery = try node.optionalNames("query", among: query.entries.map(\.name)) {
      $0.utf8.elementsEqual($1.utf8)
    }
    headers = try HeaderPattern.taking(node, headers)
    try body.take(node)
  }
}

extension ResponsePattern {
  mutating func take(_ node: ContractNode?) throws(ContractError) {
    guard let node else { return }
    try node.allowVariations(of: ["body", "header"])
    headers = try HeaderPattern.taking(node, headers)
    try body.take(node)
  }
}

extension MessagePattern {
  mutating func take(_ node: ContractNode?) throws(ContractError) {
    guard let node else { return }
    try node.allowVariations(of: ["body", "metadata"])
    optionalMetadata = try node.optionalNames("metadata", among: metadata.keys) {
      $0.utf8.elementsEqual($1.utf8)
    }
    try contents.take(node)
  }
}

extension HeaderPattern {
  fileprivate static func taking(
    _ node: ContractNode, _ headers: [HeaderPattern]
  ) throws(ContractError) -> [HeaderPattern] {
    let optional = try node.optionalNames("header", among: headers.map(\.name)) {
      HTTPFieldName($0) == HTTPFieldName($1)
    }
    return headers.map { header in
      var header = header
      header.isOptional = optional.contains(header.name)
      return header
    }
  }
}

extension BodyPattern {
  fileprivate mutating func take(_ node: ContractNode) throws(ContractError) {
    variations.optional = try paths(node, "optional")
    variations.nullable = try paths(node, "nullable")
  }

  private func paths(_ node: ContractNode, _ kind: String) throws(ContractError) -> [RulePath] {
    try node.list(kind, "body").mapping { text, place throws(ContractError) in
      let path: RulePath
      do throws(RulePath.Malformed) {
        path = try RulePath(parsing: text)
      } catch {
        throw place.error("\"\(text)\" is no path: \(error.reason)")
      }
      if kind == "optional", let last = path.steps.last, !last.isMember {
        throw place.error("\(text) is an element of an array; only members can be optional")
      }
      if let reason = variationObjection(to: path, kind) { throw place.error(reason) }
      return path
    }
  }

  /// Why no variation can be at a path.
  private func variationObjection(to path: RulePath, _ kind: String) -> String? {
    switch content {
    case .json(let example): return example.dead(path)
    case .bytes(let bytes) where type?.isForm == true:
      if kind == "nullable" { return "a form has no null" }
      let fields = NamedValues(form: bytes[...]).entries.map {
        JSONObject.Member(key: $0.name, value: "")
      }
      return JSONValue.object(JSONObject(fields)).dead(path)
    case .bytes where path.steps.isEmpty && kind == "optional": return nil
    case .bytes: return "only members of JSON and forms can be \(kind)"
    case .unspecified, .empty, .null: return "the example has no body"
    }
  }
}

extension RulePath.Step {
  fileprivate var isMember: Bool {
    switch self {
    case .name, .any: true
    case .index, .anyIndex: false
    }
  }
}

extension JSONValue {
  /// Why a path leads to nothing in this example, with what stands where it ends; nil when it leads
  /// somewhere.
  func dead(_ path: RulePath) -> String? {
    var reached = [self]
    for (count, step) in path.steps.enumerated() {
      let next = reached.flatMap { $0.children(step) }
      if next.isEmpty {
        let place = RulePath(Array(path.steps.prefix(count)))
        return "\(path) leads to nothing in the example: \(place) \(Self.shape(reached))"
      }
      reached = next
    }
    return nil
  }

  private func children(_ step: RulePath.Step) -> [JSONValue] {
    switch self {
    case .object(let object): object.members.filter { step.names($0.key) }.map(\.value)
    case .array(let elements):
      elements.enumerated().filter { step.names($0.offset) }.map(\.element)
    default: []
    }
  }

  private static func shape(_ values: [JSONValue]) -> String {
    switch values.first {
    case .object(let object)? where object.isEmpty: "is {}"
    case .object(let object)?: "has \(object.keys.joined(separator: ", "))"
    case .array(let elements)?: elements.isEmpty ? "is []" : "has \(elements.count) items"
    case let value?: "is \(Difference.shown(value))"
    case nil: "is nothing"
    }
  }
}
