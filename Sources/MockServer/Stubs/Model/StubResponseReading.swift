import HTTPClient
import HTTPMessage
import JSON

extension StubResponse {
  init(_ node: FixtureNode) throws(FixtureError) {
    self.init()
    try node.object { object throws(FixtureError) in try read(&object) }
    prepare()
  }

  private static let bodyMembers = ["body", "jsonBody", "base64Body", "bodyFileName"]
  private static let templateTransformer = "response-template"

  private mutating func read(_ object: inout FixtureObject) throws(FixtureError) {
    let transformers = try object.nullable("transformers").map { node throws(FixtureError) in
      for element in try node.array() {
        _ = try element.word([Self.templateTransformer: true])
      }
      return try node.strings()
    }
    let isTemplate = transformers?.isEmpty == false
    parameters = try object.nullable("transformerParameters")?.objectValue() ?? JSONObject()
    if let node = object.nullable("status") { status = HTTPStatus(try node.int(in: 100...999)) }
    reason = try object.nullable("statusMessage")?.string()
    if let node = object.nullable("headers") {
      fields = try Self.fields(node, isTemplate: isTemplate)
    }
    try readBody(&object, isTemplate: isTemplate)
    try readDelivery(&object)
    try readProxy(&object, isTemplate: isTemplate)
  }

  private mutating func readBody(
    _ object: inout FixtureObject, isTemplate: Bool
  ) throws(FixtureError) {
    let given = object.givenKeys.filter(Self.bodyMembers.contains)
    guard given.count < 2 else {
      throw object.error("\"\(given[0])\" and \"\(given[1])\" contradict each other: give one")
    }
    if let node = object.nullable("body") {
      body = try Self.body(try node.string(), of: node, isTemplate: isTemplate)
    } else if let node = object.optional("jsonBody"), node.value != .null {
      body = try Self.body(node.value.description, of: node, isTemplate: isTemplate)
    } else if let node = object.nullable("base64Body") {
      guard let bytes = Base64.decode(try node.string()) else {
        throw node.error("expected base 64")
      }
      body = .bytes(bytes)
    } else if let node = object.nullable("bodyFileName") {
      guard StubFiles.isName(try node.string()) || isTemplate else {
        throw node.error("expected the name of a file below __files, as \"a/b.json\"")
      }
      body = .file(try node.text(isTemplate: isTemplate), isTemplate: isTemplate)
    }
    for name in Self.bodyMembers { _ = object.optional(name) }
  }

  private static func body(
    _ text: String, of node: FixtureNode, isTemplate: Bool
  ) throws(FixtureError) -> Body {
    guard isTemplate, case let template = try node.template(text), !template.isFixed else {
      return .bytes(Array(text.utf8))
    }
    return .template(template)
  }

  private mutating func readDelivery(_ object: inout FixtureObject) throws(FixtureError) {
    let fixed = object.nullable("fixedDelayMilliseconds")
    let distribution = object.nullable("delayDistribution")
    if let fixed { delay = .fixed(try fixed.int(in: 0...StubDelay.longest)) }
    if let distribution {
      guard fixed == nil else {
        throw distribution.error("\"fixedDelayMilliseconds\" says something else: give one")
      }
      delay = try StubDelay(distribution)
    }
    fault = try object.nullable("fault")?.word(
      Dictionary(uniqueKeysWithValues: StubFault.allCases.map { ($0.rawValue, $0) }))
    if let node = object.nullable("chunkedDribbleDelay") {
      dribble = try node.object { object throws(FixtureError) in
        (
          try object.required("numberOfChunks").int(in: 1...100_000),
          try object.required("totalDuration").int(in: 0...StubDelay.longest)
        )
      }
    }
  }

  private mutating func readProxy(
    _ object: inout FixtureObject, isTemplate: Bool
  ) throws(FixtureError) {
    let base = object.nullable("proxyBaseUrl")
    let added = object.nullable("additionalProxyRequestHeaders")
    let removed = object.nullable("removeProxyRequestHeaders")
    let prefix = object.nullable("proxyUrlPrefixToRemove")
    guard let base else {
      if let stray = added ?? removed ?? prefix {
        throw stray.error("this needs \"proxyBaseUrl\"")
      }
      return
    }
    let text = try base.text(isTemplate: isTemplate)
    if case .fixed(let url) = text, HTTPURL(url) == nil {
      throw base.error("expected an address as http://127.0.0.1:8080")
    }
    proxy = Proxy(
      base: text,
      added: try added.map { node throws(FixtureError) in
        try Self.fields(node, isTemplate: isTemplate)
      } ?? [], removed: try removed?.strings() ?? [], removedPrefix: try prefix?.string())
  }

  /// Header fields: a name's value is a text, or a list of them.
  private static func fields(
    _ node: FixtureNode, isTemplate: Bool
  ) throws(FixtureError) -> [(name: String, value: Text)] {
    var fields: [(name: String, value: Text)] = []
    for (name, value) in try node.members() where value.value != .null {
      guard isToken(name) else { throw node.keyError(name, "no name of a header field") }
      let values = value.value.array == nil ? [value] : try value.array()
      for value in values { fields.append((name, try value.text(isTemplate: isTemplate))) }
    }
    return fields
  }

  /// What RFC 9110 allows in a field's name (section 5.6.2).
  private static func isToken(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
  }
}

extension FixtureNode {
  fileprivate func template(_ text: String) throws(FixtureError) -> ResponseTemplate {
    do throws(TemplateError) {
      return try ResponseTemplate(text)
    } catch {
      throw self.error("no template, \(error)")
    }
  }

  fileprivate func text(isTemplate: Bool) throws(FixtureError) -> StubResponse.Text {
    let text = try string()
    guard isTemplate, case let template = try template(text), !template.isFixed else {
      return .fixed(text)
    }
    return .template(template)
  }

  func objectValue() throws(FixtureError) -> JSONObject {
    _ = try members()
    return value.object ?? JSONObject()
  }
}
