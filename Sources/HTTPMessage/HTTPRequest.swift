/// A complete request, as it came over the wire or as it is to be sent.
public struct HTTPRequest: Sendable {
  public let method: HTTPMethod
  public let target: HTTPTarget
  public let version: HTTPVersion
  public let fields: HTTPFields
  /// The content after transfer codings are undone.
  public let body: ArraySlice<UInt8>
  /// Field lines that followed a chunked body.
  public let trailers: HTTPFields
  /// The request line and the field lines as they came, with the empty line; empty for a request
  /// made here, whose head the writer makes.
  public let receivedHead: ArraySlice<UInt8>

  public init(
    method: HTTPMethod, target: String, fields: HTTPFields = [:], body: [UInt8] = [],
    version: HTTPVersion = .http11
  ) {
    self.init(
      method: method, target: HTTPTarget(target), version: version, fields: fields, body: body[...],
      trailers: [:], receivedHead: [])
  }

  init(
    method: HTTPMethod, target: HTTPTarget, version: HTTPVersion, fields: HTTPFields,
    body: ArraySlice<UInt8>, trailers: HTTPFields, receivedHead: ArraySlice<UInt8>
  ) {
    self.method = method
    self.target = target
    self.version = version
    self.fields = fields
    self.body = body
    self.trailers = trailers
    self.receivedHead = receivedHead
  }

  /// Puts together a request from a head that was received before and its decoded body.
  ///
  /// - Throws: ``HTTPParseError`` when the head is none.
  public init(receivedHead bytes: [UInt8], body: [UInt8]) throws(HTTPParseError) {
    self = try HTTPRequestHead.request(ofHead: bytes, body: body)
  }

  /// Whether the sender wants the connection kept (RFC 9112, section 9.3).
  public var keepsAlive: Bool {
    guard fields.value(.connection) != nil else { return version == .http11 }
    let options = fields.list(.connection)
    if options.contains("close") { return false }
    return version == .http11 || options.contains("keep-alive")
  }
}

/// An HTTP/1 version.
public enum HTTPVersion: Sendable, Hashable {
  case http10
  case http11
}

extension Collection where Element == UInt8 {
  /// Without spaces and tabs at both ends (`OWS` of RFC 9110).
  func trimmingSpaces() -> SubSequence {
    var part = self[...]
    while let first = part.first, first == ASCII.space || first == ASCII.tab {
      part = part.dropFirst()
    }
    while !part.isEmpty {
      let last = part.index(part.startIndex, offsetBy: part.count - 1)
      guard part[last] == ASCII.space || part[last] == ASCII.tab else { break }
      part = part[..<last]
    }
    return part
  }
}
