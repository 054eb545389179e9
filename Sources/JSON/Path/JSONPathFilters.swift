/// What a filter finds of a child.
extension JSONPath.Evaluation {
  mutating func holds(
    _ logical: JSONPath.Logical, of child: JSONValue
  ) throws(JSONPathExhausted) -> Bool {
    switch logical {
    case .or(let parts):
      for part in parts where try holds(part, of: child) { return true }
      return false
    case .and(let parts):
      for part in parts where try !holds(part, of: child) { return false }
      return true
    case .not(let inner): return try !holds(inner, of: child)
    case .exists(let query): return try !values(of: query, at: child).isEmpty
    case .comparison(let left, let sign, let right):
      return Self.compare(try value(of: left, at: child), sign, try value(of: right, at: child))
    case .call(let call):
      guard case .string(let text) = try value(of: call.text, at: child),
        case .string(let pattern) = try value(of: call.pattern, at: child),
        // What is no I-Regexp fits nothing (RFC 9535, section 2.4.6).
        let regexp = call.compiled ?? (try? IRegexp(pattern))
      else { return false }
      return call.isWhole ? regexp.matchesWhole(text) : regexp.matchesPart(of: text)
    }
  }

  private mutating func values(
    of query: JSONPath.Query, at child: JSONValue
  ) throws(JSONPathExhausted) -> [JSONValue] {
    let start = query.isAbsolute ? root : child
    return try run(query.segments, from: Found(value: start, trail: .root)).map(\.value)
  }

  /// Nil is the RFC's Nothing.
  private mutating func value(
    of comparable: JSONPath.Comparable, at child: JSONValue
  ) throws(JSONPathExhausted) -> JSONValue? {
    switch comparable {
    case .literal(let value): return value
    case .query(let query): return try values(of: query, at: child).first
    case .count(let query): return .number(JSONNumber(try values(of: query, at: child).count))
    case .onlyValue(let query):
      let found = try values(of: query, at: child)
      // A conditional expression would take `nil` for the JSON value.
      if found.count == 1 { return found[0] }
      return nil
    case .length(let inner):
      return switch try value(of: inner, at: child) {
      case .string(let text): .number(JSONNumber(text.unicodeScalars.count))
      case .array(let elements): .number(JSONNumber(elements.count))
      case .object(let members): .number(JSONNumber(members.count))
      default: nil
      }
    }
  }

  /// RFC 9535, section 2.3.5.2.2: only numbers and strings have an order.
  static func compare(
    _ left: JSONValue?, _ sign: JSONPath.Operator, _ right: JSONValue?
  ) -> Bool {
    switch sign {
    case .equal: isEqual(left, right)
    case .notEqual: !isEqual(left, right)
    case .less: isLess(left, right)
    case .lessOrEqual: isLess(left, right) || isEqual(left, right)
    case .greater: isLess(right, left)
    case .greaterOrEqual: isLess(right, left) || isEqual(left, right)
    }
  }

  private static func isEqual(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
    switch (left, right) {
    case (.some(let a), .some(let b)): a.hasSameMeaning(as: b)
    case (.none, .none): true
    default: false
    }
  }

  private static func isLess(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): a.exact < b.exact
    // The order of UTF-8 is that of code points.
    case (.string(let a), .string(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
    default: false
    }
  }
}
