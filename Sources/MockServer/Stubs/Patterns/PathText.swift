import HTTPMessage

/// Parts of paths as people read them.
enum PathText {
  /// Percent-decoded; as it is when an escape is malformed.
  static func decoded(_ part: some StringProtocol) -> String {
    let bytes = Array(part.utf8)[...]
    return String(decoding: PercentCoding.decode(bytes) ?? bytes, as: UTF8.self)
  }

  /// The segments of a path, decoded.
  static func segments(of path: String) -> [String] {
    path.split(separator: "/").map { decoded($0) }
  }
}
