import JSON

/// Finds what a JSON body is an example of: the example itself, without secrets, and the rules that
/// say what else will do.
struct BodySketch {
  let redactor: Redactor
  let style: SketchStyle
  /// Requests are exact; answers hold for other values of the same types.
  let isRequest: Bool
  private(set) var rules = RuleSketch()
  /// The form that all values of a place have; nil where they differ.
  private var shapes: [(path: String, shape: ValueShape?)] = []
  private var placesOfShapes: [String: Int] = [:]

  init(redactor: Redactor, style: SketchStyle, isRequest: Bool) {
    self.redactor = redactor
    self.style = style
    self.isRequest = isRequest
  }

  /// The example for a body, and what it is known by.
  mutating func sketch(_ body: JSONValue) -> (example: JSONValue, identity: JSONValue) {
    if !isRequest { rules.add("body", "$", RuleSketch.anyOfType) }
    let found = visit(body, SketchPath())
    for (path, shape) in shapes {
      if let shape { rules.add("body", path, shape.rule) }
    }
    return found
  }

  private mutating func visit(
    _ value: JSONValue, _ path: SketchPath
  ) -> (example: JSONValue, identity: JSONValue) {
    switch value {
    case .object(let object):
      var (example, identity) = (JSONObject(), JSONObject())
      for member in object.members {
        let found = visit(member.value, path.member(member.key))
        example.append(member.key, found.example)
        identity.append(member.key, found.identity)
      }
      return (.object(example), .object(identity))
    case .array(let elements): return array(elements, path)
    case .string(let text): return string(text, path)
    case .number where hides(path):
      if isRequest { add(path, RuleSketch.anyOfType) }
      return (0, 0)
    case .number(let number): return self.number(number, path)
    case .bool, .null:
      return (value, style.isByType && !isRequest ? .string(value.typeName) : value)
    }
  }

  private mutating func add(_ path: SketchPath, _ rule: JSONValue) {
    if path.isSayable { rules.add("body", path.text, rule) }
  }

  /// The whole body may be any text.
  mutating func addPageRule() { rules.add("body", "$", RuleSketch.anyOfType) }

  /// A parameter of a form may be any text.
  mutating func addParameterRule(_ name: String) {
    let path = SketchPath().member(name)
    add(path, RuleSketch.anyOfType)
  }

  private func hides(_ path: SketchPath) -> Bool {
    path.name.map { redactor.hides(name: $0, below: path.parent) } ?? false
  }

  private mutating func string(
    _ text: String, _ path: SketchPath
  ) -> (example: JSONValue, identity: JSONValue) {
    let isSecret = hides(path) && !text.isEmpty
    if isSecret { redactor.learn(text) }
    if let redacted = isSecret ? redactor.placeholder : redactor.redacted(text) {
      if isRequest { add(path, RuleSketch.anyOfType) }
      note(nil, at: path)
      return (.string(redacted), .string(redacted))
    }
    let shape = redactor.rules.shape(of: text)
    if isRequest {
      guard style.hasSteadyExamples, let shape, shape.identifies else {
        return (.string(text), .string(text))
      }
      add(path, shape.rule)
      return (.string(shape.example), .string(shape.example))
    }
    note(shape, at: path)
    if let shape {
      return (.string(style.hasSteadyExamples ? shape.example : text), .string(shape.name))
    }
    let example = style.steady(text, redactor.rules)
    let known = style.isByType ? "string" : SketchStyle.withoutIdentifiers(text, redactor.rules)
    return (.string(example), .string(known))
  }

  /// Seconds or milliseconds since 1970 are a moment: another in every run.
  private func number(
    _ number: JSONNumber, _ path: SketchPath
  ) -> (example: JSONValue, identity: JSONValue) {
    let value = JSONValue.number(number)
    guard !isRequest else { return (value, value) }
    let isMoment =
      (1_000_000_000...4_000_000_000).contains(number.double)
      || (1_000_000_000_000...4_000_000_000_000).contains(number.double)
    if isMoment {
      let steady: JSONValue = .number(
        JSONNumber(number.isInteger ? "1000000000" : "1000000000.5") ?? number)
      return (style.hasSteadyExamples ? steady : value, "a moment")
    }
    return (value, style.isByType ? "number" : value)
  }

  private mutating func note(_ shape: ValueShape?, at path: SketchPath) {
    guard !isRequest, path.isSayable else { return }
    if let place = placesOfShapes[path.text] {
      if shapes[place].shape?.name != shape?.name { shapes[place].shape = nil }
    } else {
      placesOfShapes[path.text] = shapes.count
      shapes.append((path.text, shape))
    }
  }

  // MARK: Arrays

  private mutating func array(
    _ elements: [JSONValue], _ path: SketchPath
  ) -> (example: JSONValue, identity: JSONValue) {
    let isUniform = !isRequest && Self.isUniform(elements)
    if !isRequest, !isUniform { add(path, RuleSketch.same) }
    var (examples, identities): ([JSONValue], [JSONValue]) = ([], [])
    for (place, element) in elements.enumerated() {
      let below = path.element(isUniform ? nil : place)
      if !isRequest, !isUniform { add(below, RuleSketch.anyOfType) }
      let found = visit(element, below)
      examples.append(found.example)
      identities.append(found.identity)
    }
    if style.isByType, isUniform { identities = Array(identities.prefix(1)) }
    return (.array(examples), .array(identities))
  }

  /// Whether the first element can stand for all of them: under a rule, every element that comes is
  /// compared with the first of the example.
  private static func isUniform(_ elements: [JSONValue]) -> Bool {
    guard let first = elements.first else { return true }
    return elements.allSatisfy { hasUniformArrays($0) && fits($0, first) }
  }

  private static func hasUniformArrays(_ value: JSONValue) -> Bool {
    switch value {
    case .array(let elements): isUniform(elements)
    case .object(let object): object.members.allSatisfy { hasUniformArrays($0.value) }
    default: true
    }
  }

  private static func fits(_ value: JSONValue, _ example: JSONValue) -> Bool {
    switch (value, example) {
    case (.object(let object), .object(let wanted)):
      wanted.members.allSatisfy { member in
        object[member.key].map { fits($0, member.value) } ?? false
      }
    case (.array(let elements), .array(let wanted)):
      wanted.first.map { first in elements.allSatisfy { fits($0, first) } } ?? true
    default: value.typeName == example.typeName
    }
  }
}

/// How examples are written and told apart.
struct SketchStyle: Sendable {
  /// Values that differ from run to run are written as fixed ones of their form.
  var hasSteadyExamples = false
  /// Exchanges that the same rules accept are one.
  var isByType = false
  /// Where the provider was reached, for example `127.0.0.1:40001`: another place in every run.
  var authority: String?

  /// The text with names of places and identifiers that are the same in every run.
  func steady(_ text: String, _ rules: RecordingRules) -> String {
    guard hasSteadyExamples else { return text }
    var text = text
    if let authority, !authority.isEmpty { text = text.replacing(authority, with: "localhost") }
    return Self.withoutIdentifiers(text, rules)
  }

  /// A path or URL with fixed ones in place of the identifiers in it.
  static func withoutIdentifiers(_ text: String, _ rules: RecordingRules) -> String {
    guard text.contains("/") else { return text }
    return text.split(separator: "/", omittingEmptySubsequences: false).map { segment in
      guard let shape = rules.shape(of: String(segment)), shape.identifies else {
        return String(segment)
      }
      return shape.example
    }.joined(separator: "/")
  }
}
