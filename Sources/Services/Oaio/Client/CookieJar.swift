import HTTPMessage

/// The cookies of one server, all of path `/`: a transport keeps none.
struct CookieJar: Sendable {
  private var values: [(name: String, value: String)] = []

  subscript(name: String) -> String? { values.first { $0.name == name }?.value }

  /// What goes into `Cookie`; nil when there is nothing to send.
  var field: String? {
    values.isEmpty ? nil : values.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
  }

  /// Takes what an answer sets and drops what it expires.
  mutating func take(_ fields: HTTPFields) {
    for line in fields[values: "Set-Cookie"] {
      for cookie in Self.cookies(in: line) { take(cookie) }
    }
  }

  private mutating func take(_ cookie: Substring) {
    let parts = cookie.split(separator: ";", omittingEmptySubsequences: false)
    guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return }
    let name = Self.trimmed(pair[..<equals])
    let value = Self.trimmed(pair[pair.index(after: equals)...])
    values.removeAll { $0.name == name }
    let isExpired = parts.dropFirst().contains { part in
      let words = part.split(separator: "=", maxSplits: 1)
      guard words.count == 2, Self.trimmed(words[0]).lowercased() == "max-age" else { return false }
      return (Int(Self.trimmed(words[1])) ?? 1) <= 0
    }
    if !isExpired { values.append((name, value)) }
  }

  /// The cookies of a line. A transport may have joined several lines by commas; a comma inside a
  /// cookie, as in its date, has no name and equals sign behind it.
  private static func cookies(in line: String) -> [Substring] {
    var cookies: [Substring] = []
    var start = line.startIndex
    for comma in line.indices where line[comma] == "," {
      let rest = line[line.index(after: comma)...].drop { $0 == " " }
      let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
      guard !name.isEmpty, rest[name.endIndex...].first == "=" else { continue }
      cookies.append(line[start..<comma])
      start = line.index(after: comma)
    }
    return cookies + [line[start...]]
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
