import JSON

extension Conversion {
  /// A body in the form of the version; with the type that a header must tell where the body no
  /// longer does.
  func body(
    _ body: BodyPattern, at node: ContractNode, header: String?
  ) throws(ContractError) -> (value: JSONValue?, type: String?) {
    target == .v4
      ? (bodyObject(body, header: header), nil) : try plainBody(body, at: node, header: header)
  }

  /// A body object of version 4 for a body of an older one, which is JSON or text.
  private func bodyObject(_ body: BodyPattern, header: String?) -> JSONValue? {
    var encoded: JSONValue = false
    let content: JSONValue
    switch body.content {
    case .unspecified: return nil
    case .empty: return ["content": ""]
    case .null: return ["content": nil]
    case .json(.null), .json(.string("")):
      // Plain, these would mean no body.
      content = .string(String(decoding: body.example, as: UTF8.self))
      encoded = "JSON"
    case .json(let value): content = value
    case .bytes(let bytes): content = .string(String(decoding: bytes, as: UTF8.self))
    }
    var object = JSONObject([.init(key: "content", value: content)])
    if let header { object["contentType"] = .string(header) }
    object["encoded"] = encoded
    return .object(object)
  }

  /// The value itself, as version 3 has it, for a body of version 4.
  private func plainBody(
    _ body: BodyPattern, at node: ContractNode, header: String?
  ) throws(ContractError) -> (value: JSONValue?, type: String?) {
    switch body.content {
    case .unspecified: return (nil, body.ownType)
    case .empty: return ("", body.ownType)
    case .null: return (nil as JSONValue, body.ownType)
    case .json(.null):
      return ("null", body.ownType ?? MediaType.json.description)
    case .json(.string(let text)):
      // A text that reads as JSON would be taken for what it reads as.
      let isPlain = !text.isEmpty && (try? JSONReader.value(of: Array(text.utf8))) == nil
      let written = isPlain ? text : String(decoding: body.example, as: UTF8.self)
      let isKnown = header != nil || MediaType.sniffed(written.utf8).isJSON
      return (.string(written), body.ownType ?? (isKnown ? nil : MediaType.json.description))
    case .json(let value): return (value, body.ownType)
    case .bytes(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw node.error("version 3 has no bodies that are no text")
      }
      if (header ?? body.ownType).map({ MediaType($0).isJSON }) ?? (body.type?.isJSON == true) {
        throw node.error("version 3 has no bodies of a JSON type that are no JSON")
      }
      return (.string(text), body.ownType)
    }
  }
}
