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
