import JSON

extension StubRequestPattern {
  /// Reads a pattern strictly: a member that is not known, or two that contradict each other, are
  /// errors.
  init(_ node: FixtureNode) throws(FixtureError) {
    self.init()
    try node.object { object throws(FixtureError) in try read(&object) }
  }

  /// The members that say which address is meant.
  private static let urlMembers = [
    "url", "urlPattern", "urlPath", "urlPathPattern", "urlPathTemplate",
  ]

  private mutating func read(_ object: inout FixtureObject) throws(FixtureError) {
    if let node = object.nullable("method") { method = try MethodPattern(node) }
    url = try Self.url(&object)
    pathParameters = try Self.named("pathParameters", &object)
    if let unknown = try unknownParameter() {
      throw object.error(
        "\"urlPathTemplate\" has no {\(unknown)}, which \"pathParameters\" speaks of")
    }
    query = try Self.named("queryParameters", &object)
    form = try Self.named("formParameters", &object)
    headers = try Self.named("headers", &object)
    cookies = try Self.named("cookies", &object)
    if let node = object.nullable("basicAuthCredentials") ?? object.nullable("basicAuth") {
      credentials = try node.object { object throws(FixtureError) in
        (
          try object.required("username").string(), try object.required("password").string()
        )
      }
    }
    body = try Self.patterns("bodyPatterns", &object)
    if let node = object.nullable("multipartPatterns") {
      for element in try node.array() { multipart.append(try Multipart(element)) }
    }
    if let node = object.nullable("host") { host = try ValuePattern(node) }
    if let node = object.nullable("clientIp") { clientIP = try ValuePattern(node) }
    port = try object.nullable("port")?.int(in: 1...65_535)
    scheme = try object.nullable("scheme")?.string()
  }

  private static func url(_ object: inout FixtureObject) throws(FixtureError) -> URLPattern {
    let given = object.givenKeys.filter(urlMembers.contains)
    guard let name = given.first else {
      // Asked for, so that a misspelt one is suggested.
      for name in urlMembers { _ = object.optional(name) }
      return .any
    }
    guard given.count == 1 else {
      throw object.error("\"\(name)\" and \"\(given[1])\" contradict each other: give one")
    }
    for name in urlMembers where name != given[0] { _ = object.optional(name) }
    let node = try object.required(name)
    switch name {
    case "url": return .url(try node.string())
    case "urlPattern": return .urlMatches(try node.regex())
    case "urlPath": return .path(try node.string())
    case "urlPathPattern": return .pathMatches(try node.regex())
    default:
      guard let template = PathTemplate(try node.string()) else {
        throw node.error("expected a path as /contacts/{id}, each name once around a whole segment")
      }
      return .template(template)
    }
  }

  private func unknownParameter() throws(FixtureError) -> String? {
    guard !pathParameters.isEmpty else { return nil }
    var names: [String] = []
    if case .template(let template) = url { names = template.names }
    return pathParameters.first { !names.contains($0.name) }?.name
  }

  fileprivate static func named(
    _ key: String, _ object: inout FixtureObject
  ) throws(FixtureError) -> [Named] {
    guard let node = object.nullable(key) else { return [] }
    var all: [Named] = []
    for (name, pattern) in try node.members() where pattern.value != .null {
      all.append(Named(name: name, pattern: try ValuePattern(pattern)))
    }
    return all
  }

  fileprivate static func patterns(
    _ key: String, _ object: inout FixtureObject
  ) throws(FixtureError) -> [ValuePattern] {
    guard let node = object.nullable(key) else { return [] }
    var all: [ValuePattern] = []
    for element in try node.array() { all.append(try ValuePattern(element)) }
    return all
  }
}

extension StubRequestPattern.Multipart {
  fileprivate init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in
      Self(
        name: try object.nullable("name")?.string(),
        wantsAll: try object.nullable("matchingType")?.word(["ANY": false, "ALL": true]) ?? false,
        headers: try StubRequestPattern.named("headers", &object),
        body: try StubRequestPattern.patterns("bodyPatterns", &object))
    }
  }
}
