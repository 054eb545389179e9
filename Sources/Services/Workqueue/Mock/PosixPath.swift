/// Paths as Python's `os.path` treats them.
enum PosixPath {
  /// `os.path.join(folder, name)`
  static func join(_ folder: String, _ name: String) -> String {
    if name.hasPrefix("/") || folder.isEmpty { return name }
    return folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// `os.path.normpath(path)`
  static func normalised(_ path: String) -> String {
    let isAbsolute = path.hasPrefix("/")
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part != ".." || (parts.isEmpty && !isAbsolute) || parts.last == ".." {
        parts.append(part)
      } else if !parts.isEmpty {
        parts.removeLast()
      }
    }
    let root = isAbsolute ? (path.hasPrefix("//") && !path.hasPrefix("///") ? "//" : "/") : ""
    let text = root + parts.joined(separator: "/")
    return text.isEmpty ? "." : text
  }

  /// `os.path.relpath(path, start)`, for paths of the same kind.
  static func relative(_ path: String, to start: String) -> String {
    let target = normalised(path).split(separator: "/")
    let base = normalised(start).split(separator: "/")
    let shared = zip(target, base).prefix { $0 == $1 }.count
    let parts =
      Array(repeating: "..", count: base.count - shared) + target.dropFirst(shared).map(String.init)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  static func withoutTrailingSlashes(_ path: String) -> String {
    var path = path[...]
    while path.hasSuffix("/") { path = path.dropLast() }
    return String(path)
  }

  /// Whether a shell would take the path as a single harmless word (sheet, section 6, path rule).
  static func isHarmless(_ path: String, mayBeRelative: Bool) -> Bool {
    guard let first = path.utf8.first else { return false }
    guard mayBeRelative || first == UInt8(ascii: "/") || first == UInt8(ascii: "~") else {
      return false
    }
    return path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      case UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "*"),
        UInt8(ascii: "~"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
