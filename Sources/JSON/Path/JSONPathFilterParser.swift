/// The expressions behind `?`.
extension JSONPath.Parser {
  mutating func logical() throws(JSONPathError) -> JSONPath.Logical {
    var alternatives = [try conjunction()]
    while takeBehindSpace("|", "|") {
      skipSpace()
      alternatives.append(try conjunction())
    }
    return alternatives.count == 1 ? alternatives[0] : .or(alternatives)
  }

  private mutating func conjunction() throws(JSONPathError) -> JSONPath.Logical {
    var parts = [try basic()]
    while takeBehindSpace("&", "&") {
      skipSpace()
      parts.append(try basic())
    }
    return parts.count == 1 ? parts[0] : .and(parts)
  }

  /// A parenthesis, a comparison or a test.
  private mutating func basic() throws(JSONPathError) -> JSONPath.Logical {
    if take("!") {
      skipSpace()
      return .not(try peek == "(" ? parenthesis() : test())
    }
    if peek == "(" { return try parenthesis() }
    let start = at
    let left = try operand()
    guard let sign = comparison() else { return try tested(left, at: start) }
    let value = try comparable(left, at: start)
    skipSpace()
    let right = at
    return .comparison(value, sign, try comparable(try operand(), at: right))
  }

  private mutating func parenthesis() throws(JSONPathError) -> JSONPath.Logical {
    try descend()
    defer { depth -= 1 }
    at += 1
    skipSpace()
    let inner = try logical()
    skipSpace()
    guard take(")") else { throw failure("expected ')', found \(seen)") }
    return inner
  }

  private mutating func test() throws(JSONPathError) -> JSONPath.Logical {
    let start = at
    return try tested(try operand(), at: start)
  }

  private func tested(_ operand: Operand, at start: Int) throws(JSONPathError) -> JSONPath.Logical {
    switch operand {
    case .query(let query): return .exists(query)
    case .logical(let call): return .call(call)
    case .value(.literal):
      throw failure("a literal is no test; compare it with something", at: start)
    case .value:
      throw failure("the function gives a value; compare it with something", at: start)
    }
  }

  private func comparable(
    _ operand: Operand, at start: Int
  ) throws(JSONPathError) -> JSONPath.Comparable {
    switch operand {
    case .value(let value): return value
    case .query(let query) where query.isSingular: return .query(query)
    case .query:
      throw failure("only a query that finds at most one value can be compared", at: start)
    case .logical: throw failure("match and search are tests and can't be compared", at: start)
    }
  }

  private mutating func comparison() -> JSONPath.Operator? {
    let start = at
    skipSpace()
    for sign: JSONPath.Operator in [
      .equal, .notEqual, .lessOrEqual, .greaterOrEqual, .less, .greater,
    ] {
      let characters = sign.rawValue.unicodeScalars
      if text[at...].starts(with: characters) {
        at += characters.count
        return sign
      }
    }
    at = start
    return nil
  }

  private mutating func takeBehindSpace(
    _ first: Unicode.Scalar, _ second: Unicode.Scalar
  ) -> Bool {
    let start = at
    skipSpace()
    if take(first), take(second) { return true }
    at = start
    return false
  }
}

extension JSONPath.Parser {
  /// What stands on one side of a comparison, as a test, or as an argument.
  enum Operand {
    case query(JSONPath.Query)
    case value(JSONPath.Comparable)
    case logical(JSONPath.LogicalCall)
  }

  mutating func operand() throws(JSONPathError) -> Operand {
    switch peek {
    case "$", "@":
      let isAbsolute = take("$")
      if !isAbsolute { at += 1 }
      return .query(JSONPath.Query(isAbsolute: isAbsolute, segments: try segments()))
    case "'", "\"": return .value(.literal(.string(try string())))
    case .some("-"), .some("0"..."9"): return .value(.literal(.number(try number())))
    case .some("a"..."z"): return try word()
    default:
      throw failure("expected '@', '$', a literal, a function, '!' or '(', found \(seen)")
    }
  }

  /// `true`, `false`, `null`, or a call.
  private mutating func word() throws(JSONPathError) -> Operand {
    let start = at
    var name = ""
    while let scalar = peek, Self.isDigit(scalar) || scalar == "_" || ("a"..."z").contains(scalar) {
      name.unicodeScalars.append(scalar)
      at += 1
    }
    if take("(") { return try call(name, at: start) }
    switch name {
    case "true": return .value(.literal(true))
    case "false": return .value(.literal(false))
    case "null": return .value(.literal(nil))
    default: throw failure("'\(name)' is neither a literal nor a call", at: start)
    }
  }

  private mutating func call(_ name: String, at start: Int) throws(JSONPathError) -> Operand {
    let arities = ["length": 1, "count": 1, "value": 1, "match": 2, "search": 2]
    guard let arity = arities[name] else {
      throw failure(
        "there is no function '\(name)'; there are length, count, match, search and value",
        at: start)
    }
    try descend()
    defer { depth -= 1 }
    var arguments: [(operand: Operand, place: Int)] = []
    skipSpace()
    if !take(")") {
      repeat {
        skipSpace()
        let place = at
        arguments.append((try operand(), place))
        skipSpace()
      } while take(",")
      guard take(")") else { throw failure("expected ',' or ')', found \(seen)") }
    }
    guard arguments.count == arity else {
      throw failure("\(name) takes \(arity) argument\(arity == 1 ? "" : "s")", at: start)
    }
    switch name {
    case "count": return .value(.count(try nodes(arguments[0])))
    case "value": return .value(.onlyValue(try nodes(arguments[0])))
    case "length":
      return .value(.length(try comparable(arguments[0].operand, at: arguments[0].place)))
    default:
      let pattern = try comparable(arguments[1].operand, at: arguments[1].place)
      var compiled: IRegexp?
      if case .literal(.string(let text)) = pattern { compiled = try? IRegexp(text) }
      return .logical(
        JSONPath.LogicalCall(
          isWhole: name == "match",
          text: try comparable(arguments[0].operand, at: arguments[0].place),
          pattern: pattern, compiled: compiled))
    }
  }

  private func nodes(
    _ argument: (operand: Operand, place: Int)
  ) throws(JSONPathError) -> JSONPath.Query {
    guard case .query(let query) = argument.operand else {
      throw failure("count and value take a query", at: argument.place)
    }
    return query
  }
}
