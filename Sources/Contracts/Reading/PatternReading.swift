import HTTPMessage
import JSON

extension RequestPattern {
  init(_ node: ContractNode, version: PactVersion) throws(ContractError) {
    method = try Self.method(of: node)
    path = try Self.path(of: node)
    query =
      try node.given("query").map { query throws(ContractError) in
        try NamedValues(query)
      } ?? NamedValues()
    headers = try HeaderPattern.list(of: node)
    body = try BodyPattern(of: node, headers: headers, version: version)
    matching = try MessageRules(of: node)
    generators = try MessageGenerators(of: node, rules: matching.body)
  }
}

extension RequestPattern {
  private static func method(of node: ContractNode) throws(ContractError) -> String {
    let method = try node.required("method", in: "a request")
    let name = try method.string("the method")
    guard HeaderPattern.isName(name) else { throw method.error("\"\(name)\" is no method") }
    return name
  }

  private static func path(of node: ContractNode) throws(ContractError) -> String {
    let path = try node.required("path", in: "a request")
    let text = try path.string("the path")
    guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
      throw path.error("the path must be percent-encoded: it has spaces or control characters")
    }
    return text
  }
}

extension ResponsePattern {
  init(_ node: ContractNode, version: PactVersion) throws(ContractError) {
    _ = try node.object("a response")
    status = try node.given("status")?.int("the status", in: 100...599) ?? 200
    headers = try HeaderPattern.list(of: node)
    body = try BodyPattern(of: node, headers: headers, version: version)
    matching = try MessageRules(of: node)
    generators = try MessageGenerators(of: node, rules: matching.body)
  }
}

extension MessagePattern {
  init(_ node: ContractNode, version: PactVersion) throws(ContractError) {
    _ = try node.object("a message")
    let given = node.given("metadata") ?? node.given("metaData")
    metadata = try given?.object("the metadata") ?? JSONObject()
    contents = try BodyPattern(
      node["contents"],
      header: metadata["contentType"]?.string ?? metadata["Content-Type"]?.string,
      version: version)
    matching = try MessageRules(of: node)
    generators = try MessageGenerators(of: node, rules: matching.body)
  }
}

extension NamedValues {
  /// A map from name to a value or a list of them since V3; before, text as it stands in the target.
  init(_ node: ContractNode) throws(ContractError) {
    if let text = node.value.string {
      self.init(form: Array(text.utf8)[...])
      return
    }
    self.init()
    for (name, values) in try node.members("the query") {
      guard values.value.array != nil else {
        entries.append(Entry(name: name, values: [try values.text("a query parameter")]))
        continue
      }
      entries.append(
        Entry(
          name: name,
          values: try values.elements("a query parameter").mapping { value throws(ContractError) in
            try value.text("a query parameter")
          }))
    }
  }
}

extension HeaderPattern {
  /// A map from name to one line or a list of lines.
  static func list(of message: ContractNode) throws(ContractError) -> [HeaderPattern] {
    guard let node = message.given("headers") else { return [] }
    return try node.members("\"headers\"").mapping { name, value throws(ContractError) in
      guard isName(name) else { throw value.error("\"\(name)\" is no header name", atKey: true) }
      guard value.value.array != nil else {
        return HeaderPattern(name: name, lines: [try line(value)])
      }
      return HeaderPattern(
        name: name,
        lines: try value.elements("a header").mapping { item throws(ContractError) in
          try line(item)
        })
    }
  }

  /// A value that may be sent. A folded line (RFC 9112, section 5.2) becomes one with a space.
  private static func line(_ node: ContractNode) throws(ContractError) -> String {
    let text = try node.text("a header")
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    let lines = text.split { $0.isNewline }
    let unfolded = ([lines.first ?? ""] + lines.dropFirst().map { HeaderText.trimmed($0)[...] })
      .joined(separator: " ")
    guard isSendable(unfolded) else {
      throw node.error("a header can't have control characters")
    }
    return unfolded
  }

  /// Whether the text may be a field's value.
  static func isSendable(_ text: String) -> Bool {
    !text.utf8.contains { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }
  }

  /// Whether the text is a token (RFC 9110, section 5.6.2).
  fileprivate static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}
