extension JSONWriter {
  /// A value over several lines, two spaces a level, for people to read. Ends with a newline.
  public static func pretty(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    appendPretty(value, level: 0, to: &bytes)
    bytes.append(0x0A)
    return bytes
  }

  private static func appendPretty(_ value: JSONValue, level: Int, to bytes: inout [UInt8]) {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      bytes.append(UInt8(ascii: "["))
      for (place, element) in elements.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        newline(level + 1, &bytes)
        appendPretty(element, level: level + 1, to: &bytes)
      }
      newline(level, &bytes)
      bytes.append(UInt8(ascii: "]"))
    case .object(let object) where !object.isEmpty:
      bytes.append(UInt8(ascii: "{"))
      for (place, member) in object.members.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        newline(level + 1, &bytes)
        bytes.append(contentsOf: compact(.string(member.key)))
        bytes.append(contentsOf: ": ".utf8)
        appendPretty(member.value, level: level + 1, to: &bytes)
      }
      newline(level, &bytes)
      bytes.append(UInt8(ascii: "}"))
    default: bytes.append(contentsOf: compact(value))
    }
  }

  private static func newline(_ level: Int, _ bytes: inout [UInt8]) {
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: level * 2))
  }
}
