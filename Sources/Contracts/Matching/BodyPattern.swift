import JSON

/// The body a contract wants.
struct BodyPattern: Sendable {
  enum Content: Sendable {
    /// The contract says nothing: any body will do.
    case unspecified
    case empty
    /// JSON's null, or no body at all.
    case null
    case json(JSONValue)
    case bytes([UInt8])
  }

  var content: Content = .unspecified
  /// The type the body object, the header or the content itself tells.
  var type: MediaType?
  /// The type of the body object, which is sent when no header tells one.
  var ownType: String?
  /// Which members may be absent or null.
  var variations = BodyVariations()

  /// A body of which the contract says nothing.
  init() {}

  /// The bytes to send.
  var example: [UInt8] {
    switch content {
    case .unspecified, .empty, .null: []
    case .json(let value): JSONWriter.compact(value)
    case .bytes(let bytes): bytes
    }
  }
}
