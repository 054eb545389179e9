import JSON

/// The identity of an object, which is a file name, too.
enum ObjectID {
  /// Of a new object (sheet, section 6): `app://user@device/part/stamp`, made harmless.
  static func make(
    app: String, user: String, device: String, values: JSONObject, stamp: OaioStamp
  ) -> String {
    let text = "\(app)://\(user)@\(device)\(part(of: values))/\(stamp)"
    return defused(text)
  }

  /// What the values add to an id: the name, else the folder, else the only file.
  private static func part(of values: JSONObject) -> String {
    if let name = values["_name"] { return "/" + (name.string ?? "\(name)") }
    if let root = values["_root_path"]?.string {
      let inner = root.drop { $0 == "/" }
      return "/" + String(inner.reversed().drop { $0 == "/" }.reversed())
    }
    let files = values["_file_paths"]?.array ?? []
    if files.count == 1, let file = files.first?.string { return "/" + file }
    return ""
  }

  /// The longest file name of the usual file systems, in bytes.
  static let longest = 255

  /// Whether a text of any origin can be the name of a file in the cache, and leads nowhere else.
  static func isFileName(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.count <= longest && !id.hasPrefix(".")
      && id.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 != 0 }
  }

  /// Whether a text stays as it is when an id is made of it.
  static func isHarmless(_ text: String) -> Bool { defused(text) == text }

  static func defused(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    if let place = scalars.indices.first(where: {
      scalars[$0...].starts(with: "://".unicodeScalars)
    }) {
      scalars.replaceSubrange(place..<(place + 3), with: ["\u{2AFB}"])
    }
    var defused = String.UnicodeScalarView()
    for scalar in scalars { defused.append(replacement(scalar)) }
    return String(defused)
  }

  private static func replacement(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if let other = table[scalar] { return other }
    if scalar.value < 0x20 { return Unicode.Scalar(0x2400 + scalar.value) ?? scalar }
    return scalar
  }

  private static let table: [Unicode.Scalar: Unicode.Scalar] = [
    "/": "\u{2044}", "|": "\u{0964}", "\\": "\u{FE68}", ":": "\u{FE55}", "*": "\u{FE61}",
    "?": "\u{FE56}", "\"": "\u{FF02}", "'": "\u{2018}", "<": "\u{27E8}", ">": "\u{27E9}",
    "(": "\u{27EE}", ")": "\u{27EF}", "[": "\u{27E6}", "]": "\u{27E7}", "{": "\u{FE5B}",
    "}": "\u{FE5C}", "#": "\u{FE5F}", ";": "\u{FE54}", "@": "\u{FE6B}", "&": "\u{FE60}",
    "=": "\u{FE66}", "+": "\u{FE62}", "$": "\u{FE69}", "%": "\u{FE6A}", "^": "\u{FF3E}",
    ",": "\u{FE50}", " ": "\u{2423}", "\u{7F}": "\u{2421}",
  ]
}
