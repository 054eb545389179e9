import JSON

extension Generator {
  /// A value in place of `example`; nil where the example stays.
  func value(for example: JSONValue, _ context: inout GeneratorContext) -> JSONValue? {
    let isText = example.string != nil
    switch self {
    case .randomInt(let min, let max):
      let number = Int.random(in: min...max, using: &context.random)
      return isText ? .string(String(number)) : .number(JSONNumber(number))
    case .randomDecimal(let digits):
      guard case .number = example else {
        return .string(Self.decimal(digits, &context.random))
      }
      let text = Self.decimal(digits, &context.random)
      return JSONNumber(text.contains(".") ? text : text + ".0").map { .number($0) }
    case .randomHexadecimal(let digits):
      return .string(context.random.text(digits, of: "0123456789ABCDEF"))
    case .randomString(let size):
      return .string(context.random.text(size, of: Self.letters + Self.digits))
    case .randomBoolean: return .bool(Bool.random(using: &context.random))
    case .regex(let regex):
      guard let text = regex.text(&context.random) else {
        context.shortfalls.append("no text was found that matches \(regex.pattern.text)")
        return nil
      }
      return .string(text)
    case .uuid(let format): return .string(Self.uuid(format, &context.random))
    case .moment(_, let pattern, let expression):
      return .string(pattern.text(of: expression.applied(to: context.now)))
    case .providerState(let expression): return expression.value(&context)
    case .mockServerURL(let example, let pattern):
      guard let address = context.mockServer else { return nil }
      guard let url = pattern.replacingMatch(in: example, with: address) else {
        context.shortfalls.append("\(pattern.text) finds no base in \(example)")
        return nil
      }
      return .string(url)
    case .arrayContains(let variants):
      guard case .array(let items) = example else { return nil }
      return .array(items.map { Self.item($0, like: items, variants, &context) })
    case .other: return nil
    }
  }

  private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
  private static let digits = "0123456789"

  /// Digits with a point somewhere between them, without zeros that a number would lose.
  private static func decimal(_ count: Int, _ random: inout SeededRandom) -> String {
    let nonZero = "123456789"
    guard count > 1 else { return random.text(1, of: nonZero) }
    let point = Int.random(in: 1..<count, using: &random)
    let inner = random.text(count - 2, of: digits)
    let all = random.text(1, of: nonZero) + inner + random.text(1, of: nonZero)
    return "\(all.prefix(point)).\(all.dropFirst(point))"
  }

  /// A random UUID (RFC 9562, version 4).
  private static func uuid(_ format: UUIDFormat, _ random: inout SeededRandom) -> String {
    let hexadecimal = "0123456789abcdef"
    let text = { (count: Int, random: inout SeededRandom) in random.text(count, of: hexadecimal) }
    let parts = [
      text(8, &random), text(4, &random), "4" + text(3, &random),
      random.text(1, of: "89ab") + text(3, &random), text(12, &random),
    ]
    return switch format {
    case .simple: parts.joined()
    case .lowercase: parts.joined(separator: "-")
    case .uppercase: parts.joined(separator: "-").uppercased()
    case .urn: "urn:uuid:" + parts.joined(separator: "-")
    }
  }

  /// An item with the generators of the first variant that it fits.
  private static func item(
    _ item: JSONValue, like examples: [JSONValue], _ variants: [ArrayVariant],
    _ context: inout GeneratorContext
  ) -> JSONValue {
    let fitting = variants.first { variant in
      guard !variant.generators.isEmpty, examples.indices.contains(variant.index) else {
        return false
      }
      return JSONComparison(rules: variant.rules, isStrict: false)
        .mismatches(examples[variant.index], item).isEmpty
    }
    return fitting.map { item.generating($0.generators, &context) } ?? item
  }
}

extension JSONValue {
  /// The value with what generators make at their paths.
  func generating(
    _ generators: [(path: RulePath, generator: Generator)], _ context: inout GeneratorContext
  ) -> JSONValue {
    var value = self
    for (path, generator) in generators {
      value.change(at: path.steps[...]) { generator.value(for: $0, &context) ?? $0 }
    }
    return value
  }

  /// Changes every value to which the steps lead.
  private mutating func change(
    at steps: ArraySlice<RulePath.Step>, _ change: (JSONValue) -> JSONValue
  ) {
    guard let step = steps.first else {
      self = change(self)
      return
    }
    let rest = steps.dropFirst()
    switch self {
    case .object(let object):
      self = .object(
        JSONObject(
          object.members.map { member in
            guard step.names(member.key) else { return member }
            var value = member.value
            value.change(at: rest, change)
            return .init(key: member.key, value: value)
          }))
    case .array(var elements):
      for place in elements.indices where step.names(place) {
        elements[place].change(at: rest, change)
      }
      self = .array(elements)
    default: return
    }
  }
}

extension RulePath.Step {
  /// Whether the step leads to the member of this name.
  func names(_ key: String) -> Bool {
    switch self {
    case .name(let name): name.utf8.elementsEqual(key.utf8)
    case .any: true
    case .index, .anyIndex: false
    }
  }

  /// Whether the step leads to the element at this place.
  func names(_ place: Int) -> Bool {
    switch self {
    case .index(let index): index == place
    case .any, .anyIndex: true
    case .name: false
    }
  }
}
