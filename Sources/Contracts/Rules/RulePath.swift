/// A path of a rule, for example `$.jobs[*].id` or `$['a b'][0]`.
public struct RulePath: Sendable, Hashable, CustomStringConvertible {
  /// One step below the root.
  public enum Step: Sendable, Hashable {
    case name(String)
    case index(Int)
    /// `.*`: any member or element.
    case any
    /// `[*]`: any element.
    case anyIndex
  }

  public let steps: [Step]

  init(_ steps: [Step]) { self.steps = steps }

  public var description: String {
    "$"
      + steps.map { step in
        switch step {
        case .name(let name): BodyPath.text(ofName: name)
        case .index(let index): "[\(index)]"
        case .any: ".*"
        case .anyIndex: "[*]"
        }
      }.joined()
  }

  /// Why a text is no path.
  struct Malformed: Error {
    let reason: String
  }

  /// Parses a path; the leading `$` may be left out.
  init(parsing text: String) throws(Malformed) {
    var steps: [Step] = []
    var rest = Substring(text)
    if rest.first == "$" {
      rest.removeFirst()
    } else if let first = rest.first, first != "[", first != "." {
      rest = "." + rest
    }
    guard !text.isEmpty else { throw Malformed(reason: "an empty path") }
    while let mark = rest.popFirst() {
      switch mark {
      case ".": steps.append(try Self.dotted(&rest))
      case "[": steps.append(try Self.bracketed(&rest))
      default: throw Malformed(reason: "expected '.' or '[' before \"\(mark)\(rest)\"")
      }
    }
    self.steps = steps
  }

  private static func dotted(_ rest: inout Substring) throws(Malformed) -> Step {
    let name = rest.prefix { $0 != "." && $0 != "[" }
    guard !name.isEmpty else { throw Malformed(reason: "expected a name after '.'") }
    rest = rest[name.endIndex...]
    return name == "*" ? .any : .name(String(name))
  }

  private static func bracketed(_ rest: inout Substring) throws(Malformed) -> Step {
    if rest.first == "'" {
      rest.removeFirst()
      guard let end = rest.firstIndex(of: "'"), rest[end...].hasPrefix("']") else {
        throw Malformed(reason: "expected \"']\" after the name in brackets")
      }
      let name = String(rest[..<end])
      rest = rest[end...].dropFirst(2)
      return name == "*" ? .any : .name(name)
    }
    guard let end = rest.firstIndex(of: "]") else { throw Malformed(reason: "expected ']'") }
    let inside = rest[..<end]
    rest = rest[end...].dropFirst()
    if inside == "*" { return .anyIndex }
    guard !inside.isEmpty, inside.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      let index = Int(inside)
    else {
      throw Malformed(
        reason: "expected a number, '*' or a name in single quotes in brackets, found \"\(inside)\""
      )
    }
    return .index(index)
  }
}

/// A place in a body.
struct BodyPath {
  enum Step {
    case name(String)
    case index(Int)
  }

  var steps: [Step] = []

  func appending(_ name: String) -> BodyPath { BodyPath(steps: steps + [.name(name)]) }
  func appending(_ index: Int) -> BodyPath { BodyPath(steps: steps + [.index(index)]) }

  /// In the form `$.a[0]['b c']`.
  var text: String {
    "$"
      + steps.map { step in
        switch step {
        case .name(let name): Self.text(ofName: name)
        case .index(let index): "[\(index)]"
        }
      }.joined()
  }

  static func text(ofName name: String) -> String {
    let isPlain =
      !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" || $0 == "-"
          || $0 == "#" || $0 == "@"
      }
    return isPlain ? ".\(name)" : "['\(name)']"
  }
}
