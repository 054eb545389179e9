/// A content type, taken apart (RFC 9110, section 8.3.1).
struct MediaType: Sendable, Equatable, CustomStringConvertible {
  /// `type/subtype` in lower case.
  let base: String
  let description: String

  init(_ text: String) {
    description = text
    base = HeaderText.trimmed(text.prefix { $0 != ";" }).lowercased()
  }

  static let json = MediaType("application/json")
  static let xml = MediaType("application/xml")
  static let text = MediaType("text/plain")

  var isJSON: Bool { base == "application/json" || base == "text/json" || base.hasSuffix("+json") }
  var isXML: Bool { base == "application/xml" || base == "text/xml" || base.hasSuffix("+xml") }
  var isForm: Bool { base == "application/x-www-form-urlencoded" }

  /// The type that the first bytes of well-known formats tell.
  static func recognised(_ bytes: some Collection<UInt8>) -> MediaType? {
    let signatures: [(start: [UInt8], type: String)] = [
      ([0xFF, 0xD8, 0xFF], "image/jpeg"),
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
      (Array("GIF8".utf8), "image/gif"), (Array("%PDF-".utf8), "application/pdf"),
      ([0x50, 0x4B, 0x03, 0x04], "application/zip"), ([0x1F, 0x8B], "application/gzip"),
    ]
    return signatures.first { bytes.starts(with: $0.start) }.map { MediaType($0.type) }
  }

  /// The type that bytes without one seem to have.
  static func sniffed(_ bytes: some Collection<UInt8>) -> MediaType {
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    switch first {
    case UInt8(ascii: "<"): return .xml
    case UInt8(ascii: "{"), UInt8(ascii: "["): return .json
    default: return .text
    }
  }
}
