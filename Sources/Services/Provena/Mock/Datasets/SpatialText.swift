/// Places written as `SRID=4326;POINT(145.5 -16.5)` (EWKT).
enum SpatialText {
  /// What is wrong with a text; nil when nothing is.
  static func problem(_ text: String, _ systems: [Int]) -> String? {
    guard text.hasPrefix("SRID="), let end = text.firstIndex(of: ";"),
      let system = Int(text[..<end].dropFirst("SRID=".count)),
      text[..<end].dropFirst("SRID=".count).utf8.allSatisfy({ $0 &- 0x30 < 10 })
    else {
      return "Invalid EWKT format recieved. Please use the E-WKT standard of: "
        + "'SRID=<SRID>;<WKT Formatted Geometry>'. Where the SRID is an integer number."
    }
    guard systems.contains(system) else {
      return "Invalid SRID integer provided. Details: unknown SRID \(system)"
    }
    var geometry = Geometry(text[text.index(after: end)...])
    if geometry.isWhole { return nil }
    return "Invalid EWKT format. Failed to parse the geometry \(text[text.index(after: end)...])"
  }

  /// Reads a geometry in WKT.
  private struct Geometry {
    private var rest: Substring

    init(_ text: Substring) { rest = text }

    /// How deep the coordinates of a geometry stand in brackets.
    private static let depths = [
      "POINT": 1, "LINESTRING": 1, "LINEARRING": 1, "POLYGON": 2, "MULTIPOINT": 1,
      "MULTILINESTRING": 2, "MULTIPOLYGON": 3,
    ]

    /// Whether the text is one geometry and nothing else.
    var isWhole: Bool {
      mutating get {
        guard geometry() else { return false }
        skipSpace()
        return rest.isEmpty
      }
    }

    private mutating func skipSpace() { rest = rest.drop { $0 == " " || $0 == "\n" || $0 == "\t" } }

    private mutating func take(_ text: Character) -> Bool {
      skipSpace()
      guard rest.first == text else { return false }
      rest.removeFirst()
      return true
    }

    private mutating func word() -> String {
      skipSpace()
      let word = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(word.count)
      return word.uppercased()
    }

    private mutating func geometry() -> Bool {
      let name = word()
      let mark = rest
      var next = word()
      if ["Z", "M", "ZM"].contains(next) {
        next = word()
      } else if next != "EMPTY" {
        rest = mark
      }
      if next == "EMPTY" { return name == "GEOMETRYCOLLECTION" || Self.depths[name] != nil }
      if name == "GEOMETRYCOLLECTION" { return list { $0.geometry() } }
      guard let depth = Self.depths[name] else { return false }
      return coordinates(depth)
    }

    private mutating func coordinates(_ depth: Int) -> Bool {
      depth == 1 ? list { $0.position() } : list { $0.coordinates(depth - 1) }
    }

    private mutating func list(_ element: (inout Geometry) -> Bool) -> Bool {
      guard take("(") else { return false }
      repeat {
        guard element(&self) else { return false }
      } while take(",")
      return take(")")
    }

    /// Two to four numbers; those of a MULTIPOINT may stand in brackets.
    private mutating func position() -> Bool {
      let isBracketed = take("(")
      var count = 0
      while count < 4 {
        skipSpace()
        let number = rest.prefix { "0123456789+-.eE".contains($0) }
        guard Double(number) != nil else { break }
        rest = rest.dropFirst(number.count)
        count += 1
      }
      return count >= 2 && (!isBracketed || take(")"))
    }
  }
}
