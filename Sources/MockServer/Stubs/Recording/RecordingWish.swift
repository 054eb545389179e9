import JSON

/// What shall become stubs, and how: the body of a recording's calls.
struct RecordingWish: Sendable {
  /// Where requests are passed on to while recording; nil for a snapshot.
  var target: String?
  /// Which requests are meant.
  var filters = StubRequestPattern()
  /// Header fields that the stubs shall want, as they came; with whether their case matters.
  var captured: [(name: String, ignoresCase: Bool)] = []
  var body = BodyMatcher.auto(ignoresOrder: true, ignoresExtra: true)
  var isPersistent = true
  /// Whether a request that came again gets the answers one after another, as a scenario.
  var repeatsAsScenarios = true

  /// How a body is compared.
  enum BodyMatcher: Sendable {
    /// As JSON when it is some, else as text.
    case auto(ignoresOrder: Bool, ignoresExtra: Bool)
    case json(ignoresOrder: Bool, ignoresExtra: Bool)
    case text(ignoresCase: Bool)
  }

  init() {}

  init(_ node: FixtureNode) throws(FixtureError) {
    try node.object { object throws(FixtureError) in
      target = try object.nullable("targetBaseUrl")?.string()
      if let node = object.nullable("filters") { filters = try StubRequestPattern(node) }
      if let node = object.nullable("captureHeaders") {
        for (name, options) in try node.members() {
          let ignoresCase = try options.object { object throws(FixtureError) in
            try object.nullable("caseInsensitive")?.bool() ?? false
          }
          captured.append((name, ignoresCase))
        }
      }
      if let node = object.nullable("requestBodyPattern") { body = try BodyMatcher(node) }
      isPersistent = try object.nullable("persist")?.bool() ?? true
      repeatsAsScenarios = try object.nullable("repeatsAsScenarios")?.bool() ?? true
      for name in ["extractBodyCriteria", "transformers", "transformerParameters"] {
        guard let node = object.nullable(name) else { continue }
        guard node.value == [] || node.value == [:] else {
          throw node.error("\"\(name)\" is not done here: nothing would happen")
        }
      }
    }
  }
}

extension RecordingWish.BodyMatcher {
  fileprivate init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in
      let kind = try object.nullable("matcher")?.word(
        ["auto": "auto", "equalTo": "equalTo", "equalToJson": "equalToJson"])
      let ignoresOrder = try object.nullable("ignoreArrayOrder")?.bool() ?? true
      let ignoresExtra = try object.nullable("ignoreExtraElements")?.bool() ?? true
      let ignoresCase = try object.nullable("caseInsensitive")?.bool() ?? false
      return switch kind {
      case "equalTo": .text(ignoresCase: ignoresCase)
      case "equalToJson": .json(ignoresOrder: ignoresOrder, ignoresExtra: ignoresExtra)
      default: .auto(ignoresOrder: ignoresOrder, ignoresExtra: ignoresExtra)
      }
    }
  }
}
