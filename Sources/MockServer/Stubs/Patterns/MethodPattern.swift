import JSON

/// Which methods a pattern is about.
enum MethodPattern: Sendable, Equatable {
  case any
  case oneOf([String])
  case noneOf([String])

  func fits(_ method: String) -> Bool {
    switch self {
    case .any: true
    case .oneOf(let names): names.contains(method)
    case .noneOf(let names): !names.contains(method)
    }
  }

  init(_ node: FixtureNode) throws(FixtureError) {
    if node.value.object != nil {
      self = try node.object { object throws(FixtureError) in
        let one = object.nullable("oneOf")
        let none = object.nullable("noneOf")
        guard let names = one ?? none, one == nil || none == nil else {
          throw object.error("expected \"oneOf\" or \"noneOf\"")
        }
        let words = try names.strings().map { $0.uppercased() }
        return one == nil ? .noneOf(words) : .oneOf(words)
      }
      return
    }
    switch try node.string().uppercased() {
    case "ANY": self = .any
    case "GET_OR_HEAD": self = .oneOf(["GET", "HEAD"])
    case let name:
      guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
        throw node.error("expected a method as GET, ANY or GET_OR_HEAD")
      }
      self = .oneOf([name])
    }
  }

  var wanted: String {
    switch self {
    case .any: "ANY"
    case .oneOf(let names): names.joined(separator: " or ")
    case .noneOf(let names): "none of \(names.joined(separator: ", "))"
    }
  }
}
