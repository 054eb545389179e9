import JSON

extension Contract {
  /// Reads a contract file of any version from 1 to 4.
  ///
  /// - Parameters:
  ///   - text: the file's bytes.
  ///   - name: what error messages call the file.
  /// - Throws: ``ContractError`` for the first thing that is not as it must be.
  public static func read(_ text: [UInt8], name: String) throws(ContractError) -> Contract {
    let root = try ContractFile(name: name, text: text).root
    _ = try root.object("a contract")
    let version = try PactVersion(of: root)
    let listed = try root.given("interactions")?.elements("\"interactions\"") ?? []
    let messages = try root.given("messages")?.elements("\"messages\"") ?? []
    if root["interactions"] == nil, root["messages"] == nil {
      throw root.error("a contract needs a member \"interactions\"")
    }
    return Contract(
      name: name,
      consumer: try root.given("consumer")?.given("name")?.string("the consumer's name") ?? "",
      provider: try root.given("provider")?.given("name")?.string("the provider's name") ?? "",
      version: version,
      interactions: try listed.mapping { node throws(ContractError) in
        try Interaction(node, version: version)
      }
        + messages.mapping { node throws(ContractError) in
          try Interaction(message: node, version: version)
        },
      root: root)
  }
}

extension PactVersion {
  /// What the metadata say; without a word there, V4 when interactions have types, else V2, whose
  /// shapes include those of V1.
  init(of root: ContractNode) throws(ContractError) {
    let metadata = root.given("metadata") ?? root.given("metaData")
    let entry = metadata?.given("pactSpecification") ?? metadata?.given("pact-specification")
    guard let node = entry?.given("version") ?? metadata?.given("pactSpecificationVersion") else {
      let isTyped = root.value["interactions"]?[0]?["type"] != nil
      self = isTyped ? .v4 : .v2
      return
    }
    let text = try node.string("the specification's version")
    guard let major = text.split(separator: ".").first.flatMap({ Int($0) }),
      let version = PactVersion(rawValue: major)
    else { throw node.error("expected a specification version from 1 to 4, found \"\(text)\"") }
    self = version
  }
}

extension Interaction {
  init(_ node: ContractNode, version: PactVersion) throws(ContractError) {
    let type =
      version == .v4
      ? try node.required("type", in: "a V4 interaction").string("an interaction's type")
      : Self.http
    try self.init(node, version: version, type: type)
  }

  /// An entry of the list `messages` of V3.
  init(message node: ContractNode, version: PactVersion) throws(ContractError) {
    try self.init(node, version: version, type: Self.message)
  }

  private static let http = "Synchronous/HTTP"
  private static let message = "Asynchronous/Messages"
  private static let messageExchange = "Synchronous/Messages"

  private init(_ node: ContractNode, version: PactVersion, type: String) throws(ContractError) {
    description = try node.required("description", in: "an interaction")
      .string("an interaction's description")
    key = try node.given("key")?.string("an interaction's key")
    providerStates = try ProviderStateCall.list(of: node)
    pending = try node.given("pending")?.bool("\"pending\"") ?? false
    comments = try node.given("comments")?.object("\"comments\"") ?? JSONObject()
    self.node = node
    switch type {
    case Self.http:
      let variations = try Variations(of: node, parts: ["request", "response"])
      var request = try RequestPattern(
        node.required("request", in: "an HTTP interaction"), version: version)
      try request.take(variations.part("request"))
      var response = try ResponsePattern(
        node.required("response", in: "an HTTP interaction"), version: version)
      try response.take(variations.part("response"))
      exchange = .http(request: request, response: response)
    case Self.message:
      let variations = try Variations(of: node, parts: ["contents"])
      var message = try MessagePattern(node, version: version)
      try message.take(variations.part("contents"))
      exchange = .message(message)
    case Self.messageExchange:
      let variations = try Variations(of: node, parts: ["request", "response"])
      var request = try MessagePattern(
        node.required("request", in: "an exchange of messages"), version: version)
      try request.take(variations.part("request"))
      let responses = try Self.responses(of: node).mapping { response throws(ContractError) in
        var pattern = try MessagePattern(response, version: version)
        try pattern.take(variations.part("response"))
        return pattern
      }
      exchange = .messageExchange(request: request, responses: responses)
    default:
      throw (node["type"] ?? node).error(
        "unknown interaction type \"\(type)\"; known are "
          + [Self.http, Self.message, Self.messageExchange].joined(separator: ", "))
    }
  }
}

extension Interaction {
  /// A list, or one that stands there alone.
  private static func responses(of node: ContractNode) throws(ContractError) -> [ContractNode] {
    guard let response = node.given("response") else { return [] }
    return response.value.object == nil ? try response.elements("\"response\"") : [response]
  }
}

extension ProviderStateCall {
  /// `providerStates` since V3; `providerState` (V2) and `provider_state` (V1) as one name.
  static func list(of node: ContractNode) throws(ContractError) -> [ProviderStateCall] {
    if let states = node.given("providerStates") {
      if let name = states.value.string { return [ProviderStateCall(name: name)] }
      return try states.elements("\"providerStates\"").mapping { state throws(ContractError) in
        ProviderStateCall(
          name: try state.required("name", in: "a provider state").string("a state's name"),
          params: try state.given("params")?.object("a state's params") ?? JSONObject())
      }
    }
    guard let single = node.given("providerState") ?? node.given("provider_state") else {
      return []
    }
    return [ProviderStateCall(name: try single.string("\"providerState\""))]
  }
}
