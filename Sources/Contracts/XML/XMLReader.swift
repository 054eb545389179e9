/// Reads XML 1.0 documents with namespaces, as far as messages need them.
///
/// Document type declarations are refused: they could define entities without end.
struct XMLReader {
  /// Why a text is no XML document.
  struct Failure: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }
  }

  private static let maximumDepth = 256

  private let bytes: ArraySlice<UInt8>
  private var at: Int
  private var depth = 0

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  /// The root element of a document.
  static func document(_ bytes: ArraySlice<UInt8>) throws(Failure) -> XMLElement {
    var reader = XMLReader(bytes)
    _ = reader.take("\u{FEFF}")
    try reader.skipMiscellany()
    let root = try reader.element(namespaces: ["xml": "http://www.w3.org/XML/1998/namespace"])
    try reader.skipMiscellany()
    guard reader.at == bytes.endIndex else { throw reader.failure("the end of the document") }
    return root
  }

  // MARK: Structure

  /// White space, comments and processing instructions around the root.
  private mutating func skipMiscellany() throws(Failure) {
    while true {
      skipSpace()
      if take("<!--") {
        _ = try text(upTo: "-->")
      } else if take("<?") {
        _ = try text(upTo: "?>")
      } else {
        return
      }
    }
  }

  private mutating func element(namespaces outer: [String: String]) throws(Failure) -> XMLElement {
    depth += 1
    guard depth <= Self.maximumDepth else { throw Failure(reason: "nested too deeply") }
    defer { depth -= 1 }
    guard take("<"), !sees("!") else { throw failure("an element") }
    let written = try name()
    let attributes = try attributes()
    let namespaces = Self.adding(attributes, to: outer)
    var children: [XMLElement] = []
    var text = ""
    if !take("/>") {
      guard take(">") else { throw failure("'>'") }
      try content(namespaces, &children, &text)
      guard take(written) else { throw failure("</\(written)>") }
      skipSpace()
      guard take(">") else { throw failure("'>'") }
    }
    return XMLElement(
      name: try Self.resolve(written, namespaces, usesDefault: true),
      attributes: try attributes.filter { !Self.isDeclaration($0.name) }.mapping {
        attribute throws(Failure) in
        XMLAttribute(
          name: try Self.resolve(attribute.name, namespaces, usesDefault: false),
          value: attribute.value)
      },
      children: children, text: HeaderText.trimmed(text, of: [" ", "\t", "\n", "\r"]))
  }

  /// What stands between the tags, up to and including the `</` of the end tag.
  private mutating func content(
    _ namespaces: [String: String], _ children: inout [XMLElement], _ text: inout String
  ) throws(Failure) {
    while at < bytes.endIndex {
      if take("</") { return }
      if take("<!--") {
        _ = try self.text(upTo: "-->")
      } else if take("<![CDATA[") {
        text += try self.text(upTo: "]]>")
      } else if take("<?") {
        _ = try self.text(upTo: "?>")
      } else if sees("<") {
        children.append(try element(namespaces: namespaces))
      } else {
        text += try unescaped(upTo: UInt8(ascii: "<"))
      }
    }
    throw failure("an end tag")
  }

  private mutating func attributes() throws(Failure) -> [(name: String, value: String)] {
    var attributes: [(name: String, value: String)] = []
    while true {
      skipSpace()
      guard at < bytes.endIndex, !sees(">"), !sees("/") else { return attributes }
      let name = try name()
      skipSpace()
      guard take("=") else { throw failure("'='") }
      skipSpace()
      let quote = UInt8(ascii: sees("'") ? "'" : "\"")
      guard take(quote == UInt8(ascii: "'") ? "'" : "\"") else { throw failure("a quote") }
      let value = try unescaped(upTo: quote)
      at += 1
      guard !attributes.contains(where: { $0.name == name }) else {
        throw Failure(reason: "the attribute \(name) stands twice")
      }
      attributes.append((name, value))
    }
  }

  // MARK: Names

  private mutating func name() throws(Failure) -> String {
    let part = bytes[at...].prefix { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
      default: "_:-.".utf8.contains(byte)
      }
    }
    guard let first = part.first, !"-.0123456789".utf8.contains(first) else {
      throw failure("a name")
    }
    at = part.endIndex
    return String(decoding: part, as: UTF8.self)
  }

  private static func isDeclaration(_ name: String) -> Bool {
    name == "xmlns" || name.hasPrefix("xmlns:")
  }

  private static func adding(
    _ attributes: [(name: String, value: String)], to outer: [String: String]
  ) -> [String: String] {
    var namespaces = outer
    for attribute in attributes where isDeclaration(attribute.name) {
      namespaces[String(attribute.name.dropFirst("xmlns:".count))] = attribute.value
    }
    return namespaces
  }

  private static func resolve(
    _ written: String, _ namespaces: [String: String], usesDefault: Bool
  ) throws(Failure) -> XMLName {
    let parts = written.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      return XMLName(
        written: written, namespace: usesDefault ? namespaces[""] ?? "" : "", local: written)
    }
    guard let namespace = namespaces[parts[0]] else {
      throw Failure(reason: "the prefix of \(written) is not declared")
    }
    return XMLName(written: written, namespace: namespace, local: parts[1])
  }

  // MARK: Text

  private mutating func unescaped(upTo end: UInt8) throws(Failure) -> String {
    var text: [UInt8] = []
    while at < bytes.endIndex, bytes[at] != end {
      if bytes[at] == UInt8(ascii: "&") {
        at += 1
        text += try entity().utf8
      } else {
        text.append(bytes[at])
        at += 1
      }
    }
    guard at < bytes.endIndex else { throw failure("'\(Unicode.Scalar(end))'") }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func entity() throws(Failure) -> String {
    let name = try text(upTo: ";")
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      let isHexadecimal = name.hasPrefix("#x")
      let digits = name.dropFirst(isHexadecimal ? 2 : 1)
      guard name.hasPrefix("#"), let code = UInt32(digits, radix: isHexadecimal ? 16 : 10),
        let scalar = Unicode.Scalar(code)
      else { throw Failure(reason: "the entity &\(name.prefix(20)); is not known") }
      return String(scalar)
    }
  }

  // MARK: Bytes

  private func sees(_ text: String) -> Bool { bytes[at...].starts(with: text.utf8) }

  private mutating func take(_ text: String) -> Bool {
    guard sees(text) else { return false }
    at += text.utf8.count
    return true
  }

  private mutating func text(upTo end: String) throws(Failure) -> String {
    guard let range = bytes[at...].firstRange(of: Array(end.utf8)) else {
      throw failure("'\(end)'")
    }
    defer { at = range.upperBound }
    return String(decoding: bytes[at..<range.lowerBound], as: UTF8.self)
  }

  private mutating func skipSpace() {
    while at < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
  }

  private func failure(_ expected: String) -> Failure {
    let rest = String(decoding: bytes[at...].prefix(12), as: UTF8.self)
    return Failure(
      reason: "expected \(expected), found "
        + (rest.isEmpty ? "the end of the text" : Difference.shown(rest)))
  }
}
