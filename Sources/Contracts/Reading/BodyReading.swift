import HTTPMessage
import JSON

extension BodyPattern {
  /// Reads the member `body` of an HTTP message.
  init(
    of message: ContractNode, headers: [HeaderPattern], version: PactVersion
  ) throws(ContractError) {
    let header = headers.first { HTTPFieldName($0.name) == .contentType }?.lines.first
    try self.init(message["body"], header: header, version: version)
  }

  /// Reads a body: the value itself up to V3, a body object in V4.
  init(
    _ node: ContractNode?, header: String?, version: PactVersion
  ) throws(ContractError) {
    self.init()
    guard let node else { return }
    if version < .v4 {
      self.init(plain: node.value, type: header.map { MediaType($0) })
    } else {
      try self.init(object: node, header: header)
    }
  }

  /// A body of V1 to V3. Text of a JSON type is JSON text where it can be read so, else a string.
  private init(plain value: JSONValue, type: MediaType?) {
    switch value {
    case .null: content = .null
    case .string(""): content = .empty
    case .string(let text):
      let bytes = Array(text.utf8)
      self.type = type ?? .sniffed(bytes)
      content =
        self.type?.isJSON == true
        ? .json((try? JSONReader.value(of: bytes)) ?? value) : .bytes(bytes)
    default:
      self.type = type ?? .json
      content =
        self.type?.isJSON == true ? .json(value) : .bytes(JSONWriter.compact(value))
    }
  }

  /// A body object: `content`, `contentType`, `encoded`.
  private init(object node: ContractNode, header: String?) throws(ContractError) {
    if node.value == .null {
      content = .null
      return
    }
    _ = try node.object("\"body\"")
    guard let inner = node["content"] else { return }
    ownType = try node.given("contentType")?.string("\"contentType\"")
    type = (header ?? ownType).map { MediaType($0) }
    switch inner.value {
    case .null: content = .null
    case .string(""): content = .empty
    case .string(let text):
      try decode(text, inner, encoding: node.given("encoded"))
    default:
      let isJSON = type?.isJSON ?? true
      content = isJSON ? .json(inner.value) : .bytes(JSONWriter.compact(inner.value))
      type = type ?? .json
    }
  }

  private mutating func decode(
    _ text: String, _ node: ContractNode, encoding: ContractNode?
  ) throws(ContractError) {
    switch encoding?.value {
    case nil, .bool(false):
      type = type ?? .sniffed(text.utf8)
      content = type?.isJSON == true ? .json(.string(text)) : .bytes(Array(text.utf8))
    case .bool(true), .string("base64"):
      guard let bytes = Base64.decode(text) else {
        throw node.error("the content is no base64 text")
      }
      type = type ?? .sniffed(bytes)
      // Bytes that are no JSON are meant so: who writes base64 has a reason.
      let json = type?.isJSON == true ? try? JSONReader.value(of: bytes) : nil
      content = json.map { .json($0) } ?? .bytes(bytes)
    case .string("JSON"), .string("json"):
      content = .json(try Self.json(Array(text.utf8), node))
      type = type ?? .json
    default:
      throw (encoding ?? node).error("\"encoded\" must be false, \"base64\" or \"JSON\"")
    }
  }

  private static func json(_ bytes: [UInt8], _ node: ContractNode) throws(ContractError)
    -> JSONValue
  {
    do {
      return try JSONReader.value(of: bytes)
    } catch {
      throw node.error("the content is no JSON text: \(error)")
    }
  }
}
