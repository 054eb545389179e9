/// Percent-encoding (RFC 3986, section 2.1).
public enum PercentCoding {
  /// The decoded bytes; the same slice when nothing is encoded; nil when an escape is malformed.
  public static func decode(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard bytes.contains(UInt8(ascii: "%")) else { return bytes }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        plain.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(ASCII.hexadecimal),
        let low = rest.popFirst().flatMap(ASCII.hexadecimal)
      else { return nil }
      plain.append(high << 4 | low)
    }
    return plain[...]
  }
}
