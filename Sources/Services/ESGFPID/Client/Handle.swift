/// Makes the handles of datasets and data carts (the ESGF PID sheet, section 3).
enum Handle {
  /// The prefixes that the Python client takes.
  static let prefixes = [
    "21.14100", "21.14101", "21.14102", "21.14103", "21.14104", "21.14105", "21.14foo",
  ]

  /// `hdl:PREFIX/UUID`, the UUID being that of a dataset id with its version.
  static func dataset(_ drsID: String, version: String, prefix: String) -> String {
    named("\(drsID).v\(version)", prefix)
  }

  /// The handle of a cart; the handles in it don't count, nor does the order.
  static func dataCart(_ content: [String: String?], prefix: String) -> String {
    let names = content.keys.map { key in
      let lower = key.lowercased()
      guard let mark = lower.firstRange(of: "hdl:") else { return lower }
      return lower.without(mark)
    }
    let sorted = names.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    return named("datacart" + sorted.joined(), prefix)
  }

  private static func named(_ basis: String, _ prefix: String) -> String {
    "hdl:\(prefix)/\(uuid(basis))"
  }

  /// A UUID of version 3 in the name space of URLs (RFC 4122, section 4.3).
  static func uuid(_ name: String) -> String {
    var bytes = MD5.digest(of: urlSpace + Array(name.utf8))
    bytes[6] = bytes[6] & 0x0F | 0x30
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text = ""
    for (place, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(place) { text += "-" }
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return text
  }

  private static let urlSpace: [UInt8] = [
    0x6B, 0xA7, 0xB8, 0x11, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8,
  ]
}

extension String {
  /// Without a part.
  fileprivate func without(_ range: Range<Index>) -> String {
    String(self[..<range.lowerBound] + self[range.upperBound...])
  }
}
