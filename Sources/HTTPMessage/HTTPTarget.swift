/// What a request is aimed at (RFC 9112, section 3.2).
public struct HTTPTarget: Sendable {
  /// The bytes on the request line.
  public let raw: ArraySlice<UInt8>
  /// The path, still percent-encoded; `*` for the asterisk form; `/` where an absolute form has none.
  public let path: ArraySlice<UInt8>
  /// What follows the first `?`; nil without one.
  public let query: ArraySlice<UInt8>?
  /// Host and port of the absolute form.
  public let authority: ArraySlice<UInt8>?

  private static let rootPath: ArraySlice<UInt8> = [UInt8(ascii: "/")]

  public init(_ text: String) { self.init(bytes: Array(text.utf8)[...]) }

  /// Splits a target. Takes any form as it is; the parser judges which form a method may have.
  init(bytes: ArraySlice<UInt8>) {
    raw = bytes
    var rest = bytes
    var authority: ArraySlice<UInt8>?
    if bytes.first != UInt8(ascii: "/"), let start = Self.authorityStart(bytes) {
      let end = bytes[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
      authority = bytes[start..<(end ?? bytes.endIndex)]
      rest = bytes[(end ?? bytes.endIndex)...]
    }
    self.authority = authority
    let mark = rest.firstIndex(of: UInt8(ascii: "?"))
    let path = rest[..<(mark ?? rest.endIndex)]
    self.path = path.isEmpty && authority != nil ? Self.rootPath : path
    query = mark.map { rest[($0 + 1)...] }
  }

  /// Behind `http://` or `https://`, in any case.
  private static func authorityStart(_ bytes: ArraySlice<UInt8>) -> Int? {
    for scheme in ["http://", "https://"] {
      let start = bytes.startIndex + scheme.utf8.count
      if bytes.count >= scheme.utf8.count,
        ASCII.equalsIgnoringCase(bytes[..<start], Array(scheme.utf8))
      {
        return start
      }
    }
    return nil
  }

  /// Path and query as text, for logs and reports.
  public var pathAndQuery: String {
    String(decoding: path, as: UTF8.self)
      + (query.map { "?" + String(decoding: $0, as: UTF8.self) } ?? "")
  }

  /// The query's `name=value` pairs in order, percent-decoded, with `+` as space.
  public var queryItems: [(name: String, value: String)] {
    (query ?? []).split(separator: UInt8(ascii: "&")).map { pair in
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      func text(_ part: ArraySlice<UInt8>) -> String {
        let spaced = part.map { $0 == UInt8(ascii: "+") ? ASCII.space : $0 }
        return String(decoding: PercentCoding.decode(spaced[...]) ?? spaced[...], as: UTF8.self)
      }
      return (text(parts[0]), parts.count > 1 ? text(parts[1]) : "")
    }
  }
}
