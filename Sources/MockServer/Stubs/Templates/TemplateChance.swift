import JSON

extension TemplateHelpers {
  static let chanceHelpers: [String: Helper] = [
    "randomValue": { _, options, renderer throws(TemplateFailure) in
      let kind = options["type"]?.text ?? "ALPHANUMERIC"
      if kind == "UUID" { return .text(renderer.identifiers.uuid()) }
      guard let characters = alphabets[kind] else {
        throw TemplateFailure("randomValue has no type \(kind)")
      }
      let length = options["length"]?.json.int ?? 36
      guard (0...100_000).contains(length) else {
        throw TemplateFailure("randomValue: length \(length)")
      }
      var text = ""
      for _ in 0..<length { text.append(characters.randomElement(using: &renderer.random) ?? "a") }
      return .text(options["uppercase"]?.isTrue == true ? text.uppercased() : text)
    },
    "randomInt": { _, options, renderer throws(TemplateFailure) in
      let lower = options["lower"]?.json.int ?? Int(Int32.min)
      let upper = options["upper"]?.json.int ?? Int(Int32.max)
      guard lower < upper else { throw TemplateFailure("randomInt: lower is not below upper") }
      return .json(.number(JSONNumber(Int.random(in: lower..<upper, using: &renderer.random))))
    },
    "randomDecimal": { _, options, renderer throws(TemplateFailure) in
      let lower = options["lower"].flatMap { Double($0.text) } ?? 0
      let upper = options["upper"].flatMap { Double($0.text) } ?? 1
      guard lower < upper, (upper - lower).isFinite else {
        throw TemplateFailure("randomDecimal: lower is not below upper")
      }
      return .text("\(Double.random(in: lower..<upper, using: &renderer.random))")
    },
    "pickRandom": { arguments, options, renderer throws(TemplateFailure) in
      var choices = arguments
      if arguments.count == 1, case let inner = arguments[0].elements, !inner.isEmpty {
        choices = inner.map(\.value)
      }
      guard let count = options["count"]?.json.int else {
        return choices.randomElement(using: &renderer.random) ?? .nothing
      }
      return .json(
        .array(choices.shuffled(using: &renderer.random).prefix(max(0, count)).map(\.json)))
    },
  ]

  private static let alphabets: [String: [Character]] = {
    let (digits, letters) = ("0123456789", "abcdefghijklmnopqrstuvwxyz")
    let symbols = "~`!@#$%^&*()-_+={}[]|\\:;\"'<>,.?/"
    return [
      "ALPHANUMERIC": letters + digits, "ALPHABETIC": letters, "NUMERIC": digits,
      "HEXADECIMAL": digits + "abcdef", "ALPHANUMERIC_AND_SYMBOLS": letters + digits + symbols,
    ].mapValues(Array.init)
  }()
}
