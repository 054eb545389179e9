import JSON

/// Fills templates in for one request.
struct TemplateRenderer {
  let request: SeenRequest
  /// What stood in the open segments of the stub's `urlPathTemplate`.
  let pathVariables: [(name: String, value: String)]
  let parameters: JSONObject
  let now: Timestamp
  let identifiers: any IdentifierSource
  var random: TemplateRandom
  /// What `assign` and its like have put down.
  private(set) var assigned: [String: TemplateValue] = [:]
  private var contexts: [Context]
  private var output = ""
  private var steps = 0

  /// One level of `{{#each}}` or `{{#with}}`.
  private struct Context {
    let this: TemplateValue
    /// `@index` and its like.
    var data: [String: JSONValue] = [:]
    /// Those that the block has given itself.
    var named: [String: TemplateValue] = [:]
  }

  /// What a template may give at most, in bytes, and do at most.
  static let longest = 8 * 1024 * 1024
  private static let mostSteps = 1_000_000

  init(
    _ request: SeenRequest, pathVariables: [(name: String, value: String)] = [],
    parameters: JSONObject = JSONObject(), now: Timestamp, identifiers: any IdentifierSource
  ) {
    self.request = request
    self.pathVariables = pathVariables
    self.parameters = parameters
    self.now = now
    self.identifiers = identifiers
    random = TemplateRandom(seedText: identifiers.uuid())
    contexts = [Context(this: .nothing)]
  }

  /// The template with its parts filled in. What can't be had is told in its place, in brackets, as
  /// WireMock does, because an answer must be given.
  mutating func text(of template: ResponseTemplate) -> String {
    output = ""
    render(template.nodes)
    return output
  }

  private mutating func render(_ nodes: [ResponseTemplate.Node]) {
    for node in nodes {
      steps += 1
      guard steps < Self.mostSteps, output.utf8.count < Self.longest else { return }
      switch node {
      case .text(let text): output += text
      case .value(let expression):
        do throws(TemplateFailure) {
          output += try value(of: expression).text
        } catch {
          output += "[ERROR: \(error.reason)]"
        }
      case .block(let block):
        do throws(TemplateFailure) {
          try render(block)
        } catch {
          output += "[ERROR: \(error.reason)]"
        }
      }
    }
  }

  // MARK: Blocks

  private mutating func render(_ block: ResponseTemplate.Block) throws(TemplateFailure) {
    switch block.call.name {
    case "each": try renderEach(block)
    case "with":
      let value = try argument(block.call, 0)
      guard value.isTrue else { return render(block.otherwise) }
      render(block.body, in: Context(this: value, named: named([value], block.names)))
    case "if", "unless":
      let isTrue = try argument(block.call, 0).isTrue
      render(isTrue == (block.call.name == "if") ? block.body : block.otherwise)
    case "assign":
      let name = try argument(block.call, 0).text
      assigned[name] = .text(captured(block.body))
    case let name where TemplateHelpers.isFilter(name):
      let body = captured(block.body)
      output += try TemplateHelpers.value(
        name, [.text(body)], try options(block.call), &self
      ).text
    default:
      let isTrue = try value(of: .call(block.call)).isTrue
      render(isTrue ? block.body : block.otherwise)
    }
  }

  private mutating func renderEach(_ block: ResponseTemplate.Block) throws(TemplateFailure) {
    let elements = try argument(block.call, 0).elements
    if elements.isEmpty { return render(block.otherwise) }
    for (place, element) in elements.enumerated() {
      guard steps < Self.mostSteps, output.utf8.count < Self.longest else { return }
      var data: [String: JSONValue] = [
        "index": .number(JSONNumber(place)), "first": .bool(place == 0),
        "last": .bool(place == elements.count - 1),
      ]
      data["key"] = element.key.map { .string($0) }
      let key = element.key.map { TemplateValue.text($0) }
      let given = [element.value, key ?? .json(.number(JSONNumber(place)))]
      render(
        block.body,
        in: Context(this: element.value, data: data, named: named(given, block.names)))
    }
  }

  private func named(
    _ values: [TemplateValue], _ names: [String]
  ) -> [String: TemplateValue] {
    Dictionary(zip(names, values)) { first, _ in first }
  }

  private mutating func render(_ nodes: [ResponseTemplate.Node], in context: Context) {
    contexts.append(context)
    render(nodes)
    contexts.removeLast()
  }

  /// What a body gives, apart from the output.
  private mutating func captured(_ nodes: [ResponseTemplate.Node]) -> String {
    let before = output
    output = ""
    render(nodes)
    defer { output = before }
    return output
  }

  // MARK: Values

  mutating func assign(_ name: String, _ value: TemplateValue) { assigned[name] = value }

  private mutating func argument(
    _ call: ResponseTemplate.Call, _ place: Int
  ) throws(TemplateFailure) -> TemplateValue {
    guard call.arguments.indices.contains(place) else {
      throw TemplateFailure("\(call.name) needs a value")
    }
    return try value(of: call.arguments[place])
  }

  private mutating func options(
    _ call: ResponseTemplate.Call
  ) throws(TemplateFailure) -> [String: TemplateValue] {
    var options: [String: TemplateValue] = [:]
    for option in call.options { options[option.name] = try value(of: option.value) }
    return options
  }

  private mutating func value(
    of expression: ResponseTemplate.Expression
  ) throws(TemplateFailure) -> TemplateValue {
    steps += 1
    switch expression {
    case .literal(let value): return .json(value)
    case .path(let path): return lookUp(path)
    case .call(let call):
      var arguments: [TemplateValue] = []
      for argument in call.arguments { arguments.append(try value(of: argument)) }
      return try TemplateHelpers.value(call.name, arguments, try options(call), &self)
    }
  }

  private func lookUp(_ path: ResponseTemplate.Path) -> TemplateValue {
    let outermost = contexts.count - 1 - path.up
    guard outermost >= 0 else { return .nothing }
    guard let name = path.names.first else { return contexts[outermost].this }
    var value = find(name, from: outermost)
    for name in path.names.dropFirst() {
      value = value?.member(name, of: request, pathVariables)
    }
    return value ?? .nothing
  }

  /// In this context, else further out.
  private func find(_ name: String, from place: Int) -> TemplateValue? {
    if name.hasPrefix("@") {
      let key = String(name.dropFirst())
      return contexts[...place].reversed().lazy.compactMap { $0.data[key] }.first.map { .json($0) }
    }
    for context in contexts[...place].reversed() {
      if let value = context.named[name] { return value }
      if let found = context.this.member(name, of: request, pathVariables) { return found }
    }
    if let value = assigned[name] { return value }
    switch name {
    case "request": return .request
    case "parameters": return .json(.object(parameters))
    default: return nil
    }
  }
}

/// Why a part of a template has no value for this request.
struct TemplateFailure: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

/// Chance that follows from a text: SplitMix64 (Steele, Lea and Flood, 2014).
struct TemplateRandom: RandomNumberGenerator {
  private var state: UInt64

  /// The seed is the text's FNV-1a hash.
  init(seedText: String) {
    state = seedText.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
