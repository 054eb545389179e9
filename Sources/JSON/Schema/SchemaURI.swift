/// A URI reference cut into its parts (RFC 3986, appendix B), as far as schemas name each other.
struct SchemaURI {
  var scheme: Substring?
  var authority: Substring?
  var path: Substring
  var query: Substring?
  var fragment: Substring?

  init(_ text: String) {
    var rest = text[...]
    if let hash = rest.firstIndex(of: "#") {
      fragment = rest[rest.index(after: hash)...]
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: "?") {
      query = rest[rest.index(after: mark)...]
      rest = rest[..<mark]
    }
    if let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/"), colon > rest.startIndex
    {
      scheme = rest[..<colon]
      rest = rest[rest.index(after: colon)...]
    }
    if rest.hasPrefix("//") {
      rest = rest.dropFirst(2)
      authority = rest.prefix { $0 != "/" }
      rest = rest[rest.index(rest.startIndex, offsetBy: authority?.count ?? 0)...]
    }
    path = rest
  }

  /// The reference seen from a base, without its fragment (section 5.2.2).
  static func resolve(_ reference: String, from base: String) -> (uri: String, fragment: String) {
    var target = SchemaURI(reference)
    let base = SchemaURI(base)
    if target.scheme == nil {
      target.scheme = base.scheme
      if target.authority == nil {
        target.authority = base.authority
        if target.path.isEmpty {
          target.path = base.path
          target.query = target.query ?? base.query
        } else if !target.path.hasPrefix("/") {
          let folder = base.path.lastIndex(of: "/").map { base.path[...$0] } ?? ""
          target.path = withoutDots(folder + target.path)
        } else {
          target.path = withoutDots(target.path)
        }
      }
    }
    return (target.text, String(target.fragment ?? ""))
  }

  private var text: String {
    (scheme.map { $0 + ":" } ?? "") + (authority.map { "//" + $0 } ?? "") + path
      + (query.map { "?" + $0 } ?? "")
  }

  private static func withoutDots(_ path: Substring) -> Substring {
    var parts: [Substring] = []
    let all = path.split(separator: "/", omittingEmptySubsequences: false)
    for (place, part) in all.enumerated() {
      switch part {
      case ".", "..":
        if part == "..", parts.count > 1 { parts.removeLast() }
        if place == all.count - 1 { parts.append("") }
      default: parts.append(part)
      }
    }
    return parts.joined(separator: "/")[...]
  }

  /// The steps of a fragment that is a JSON pointer; nil for the name of an anchor.
  static func pointer(_ fragment: String) -> [String]? {
    guard fragment.isEmpty || fragment.hasPrefix("/") else { return nil }
    return fragment.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
      decoded($0).replacing("~1", with: "/").replacing("~0", with: "~")
    }
  }

  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
