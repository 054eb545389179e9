import HTTPMessage
public import JSON

extension Contract {
  /// A contract in the words of another version of the format.
  public struct Written: Sendable {
    public let members: JSONObject
    /// What tools that know the version only may take otherwise, as sentences with their places.
    public let notes: [String]

    /// The file's bytes in canonical form.
    public var text: [UInt8] { ContractWriter.text(members) }
  }

  /// Writes the contract as version 3 or 4. What is read from it means the same; members that the
  /// version does not know are kept.
  ///
  /// - Throws: ``ContractError`` with the place of what version 3 can't say: exchanges of messages,
  ///   messages beside HTTP, bodies that are no text.
  public func written(as target: PactVersion) throws(ContractError) -> Written {
    let target: PactVersion = target < .v4 ? .v3 : .v4
    if target == version {
      return Written(members: ContractWriter.arranged(members), notes: [])
    }
    var conversion = Conversion(target: target)
    var file = members.without(["interactions", "messages", "metaData", "metadata"])
    var messages: [JSONValue] = []
    var others: [JSONValue] = []
    for interaction in interactions {
      if target == .v3 { try refuseMixture(interaction) }
      let converted = JSONValue.object(try conversion.interaction(interaction))
      if target == .v3, interaction.isMessage {
        messages.append(converted)
      } else {
        others.append(converted)
      }
    }
    if messages.isEmpty || !others.isEmpty { file["interactions"] = .array(others) }
    if !messages.isEmpty { file["messages"] = .array(messages) }
    file["metadata"] = .object(metadata(for: target))
    return Written(members: ContractWriter.arranged(file), notes: conversion.notes)
  }

  private func refuseMixture(_ interaction: Interaction) throws(ContractError) {
    if case .messageExchange = interaction.exchange {
      throw interaction.node.error("version 3 has no exchanges of messages")
    }
    guard let first = interactions.first, interaction.isMessage != first.isMessage else { return }
    throw interaction.node.error(
      "a file of version 3 holds HTTP or messages, not both: this is "
        + (interaction.isMessage ? "a message" : "HTTP") + ", the first interaction is "
        + (first.isMessage ? "a message" : "HTTP"))
  }

  private func metadata(for target: PactVersion) -> JSONObject {
    let given = (root.given("metadata") ?? root.given("metaData"))?.value.object ?? JSONObject()
    var metadata = given.without(["pact-specification", "pactSpecificationVersion"])
    var specification = metadata["pactSpecification"]?.object ?? JSONObject()
    specification["version"] = target == .v4 ? "4.0" : "3.0.0"
    metadata["pactSpecification"] = .object(specification)
    return metadata
  }
}

extension Interaction {
  var isMessage: Bool {
    if case .message = exchange { return true }
    return false
  }
}

extension JSONObject {
  func without(_ keys: Set<String>) -> JSONObject {
    JSONObject(members.filter { !keys.contains($0.key) })
  }
}

/// On the way from one version to another.
struct Conversion {
  let target: PactVersion
  var notes: [String] = []

  mutating func note(_ sentence: String, _ node: ContractNode) {
    notes.append(node.error(sentence).description)
  }

  mutating func interaction(_ interaction: Interaction) throws(ContractError) -> JSONObject {
    let node = interaction.node
    var members = (node.value.object ?? JSONObject()).without([
      "type", "providerState", "provider_state", "providerStates", "request", "response",
      "contents", "metadata", "metaData", "matchingRules", "generators",
    ])
    if target == .v4 {
      members["type"] = interaction.isMessage ? "Asynchronous/Messages" : "Synchronous/HTTP"
    } else {
      let unknown = ["key", "pending", "comments", "transport", "pluginConfiguration"].filter {
        members[$0] != nil
      }
      if !unknown.isEmpty {
        note("kept, though version 3 does not know it: \(unknown.joined(separator: ", "))", node)
      }
    }
    if !interaction.providerStates.isEmpty {
      members["providerStates"] = .array(interaction.providerStates.map(\.json))
    }
    switch interaction.exchange {
    case .http(let request, let response):
      if let part = node["request"] {
        members["request"] = .object(
          try self.part(part, request.headers, request.body, query: request.query))
      }
      if let part = node["response"] {
        members["response"] = .object(
          try self.part(part, response.headers, response.body, query: nil))
      }
    case .message(let message):
      for member in try self.message(node, message).members { members[member.key] = member.value }
    // Exchanges stand in version 4 only, from which there is no way but to version 3.
    case .messageExchange: break
    }
    return members
  }

  /// A request or a response.
  private mutating func part(
    _ node: ContractNode, _ headers: [HeaderPattern], _ body: BodyPattern, query: NamedValues?
  ) throws(ContractError) -> JSONObject {
    var members = (node.value.object ?? JSONObject()).without(["query", "headers", "body"])
    if let query, node.given("query") != nil {
      members["query"] = .object(
        JSONObject(
          query.entries.map { entry in
            .init(key: entry.name, value: .array(entry.values.map { .string($0) }))
          }))
    }
    let header = headers.first { $0.isContentType }?.lines.first
    let converted = try self.body(body, at: node["body"] ?? node, header: header)
    var lines = headers
    if let type = converted.type, header == nil {
      lines.append(HeaderPattern(name: "Content-Type", lines: [type]))
      note("the body's contentType became a header", node)
    }
    if !lines.isEmpty || node.given("headers") != nil {
      members["headers"] = .object(
        JSONObject(
          lines.map { header in
            .init(key: header.name, value: headerValue(header.lines))
          }))
    }
    if let body = converted.value { members["body"] = body }
    try convertRules(of: node, in: &members)
    return members
  }

  private func headerValue(_ lines: [String]) -> JSONValue {
    target == .v3 && lines.count == 1
      ? .string(lines[0]) : .array(lines.map { .string($0) })
  }

  private mutating func message(
    _ node: ContractNode, _ message: MessagePattern
  ) throws(ContractError) -> JSONObject {
    var members = JSONObject()
    var metadata = message.metadata
    let converted = try body(
      message.contents, at: node["contents"] ?? node,
      header: metadata["contentType"]?.string ?? metadata["Content-Type"]?.string)
    if let contents = converted.value { members["contents"] = contents }
    if let type = converted.type, message.metadataType == nil {
      metadata["contentType"] = .string(type)
      note("the contents' contentType became metadata", node)
    }
    if !metadata.isEmpty || (node["metadata"] ?? node["metaData"]) != nil {
      members[target == .v3 ? "metaData" : "metadata"] = .object(metadata)
    }
    for key in ["matchingRules", "generators"] { members[key] = node[key]?.value }
    try convertRules(of: node, in: &members)
    return members
  }
}

extension HeaderPattern {
  fileprivate var isContentType: Bool { HTTPFieldName(name) == .contentType }
}

extension MessagePattern {
  fileprivate var metadataType: String? {
    metadata["contentType"]?.string ?? metadata["Content-Type"]?.string
  }
}

extension ProviderStateCall {
  fileprivate var json: JSONValue {
    params.isEmpty
      ? ["name": .string(name)] : ["name": .string(name), "params": .object(params)]
  }
}
