/// A field value with parameters: `form-data; name="file"; filename="a b.txt"` (RFC 9110, 5.6.6).
struct HeaderParameters {
  /// What stands in front of the first semicolon.
  let value: String
  /// Names in lower case.
  private let parameters: [(name: String, value: String)]

  init(_ text: String) {
    var rest = Array(text.utf8)[...]
    value = Self.text(rest.prefix { $0 != UInt8(ascii: ";") }.trimmingSpaces())
    rest = rest.drop { $0 != UInt8(ascii: ";") }.dropFirst()
    var parameters: [(String, String)] = []
    while !rest.isEmpty {
      let name = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
      rest = rest.dropFirst(name.count)
      guard rest.first == UInt8(ascii: "=") else {
        rest = rest.dropFirst()
        continue
      }
      let value = Self.value(&rest)
      parameters.append((Self.text(name.trimmingSpaces()).lowercased(), value))
    }
    self.parameters = parameters
  }

  /// Takes a value with its equals sign and the semicolon behind it.
  private static func value(_ rest: inout ArraySlice<UInt8>) -> String {
    rest = rest.dropFirst().drop { $0 == ASCII.space || $0 == ASCII.tab }
    guard rest.first == UInt8(ascii: "\"") else {
      let token = rest.prefix { $0 != UInt8(ascii: ";") }
      rest = rest.dropFirst(token.count + 1)
      return text(token.trimmingSpaces())
    }
    rest = rest.dropFirst()
    var plain: [UInt8] = []
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      // Only these two are escaped: browsers leave other backslashes alone.
      if byte == UInt8(ascii: "\\"), let next = rest.first,
        next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\")
      {
        rest = rest.dropFirst()
        plain.append(next)
      } else {
        plain.append(byte)
      }
    }
    rest = rest.drop { $0 != UInt8(ascii: ";") }.dropFirst()
    return text(plain[...])
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// The value of the first parameter of this name, which is in lower case.
  subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// The value of `name*=utf-8''…` (RFC 8187); nil without one, or in another charset.
  func extended(_ name: String) -> String? {
    guard let value = self[name + "*"] else { return nil }
    let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].lowercased() == "utf-8",
      let bytes = PercentCoding.decode(Array(parts[2].utf8)[...])
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
