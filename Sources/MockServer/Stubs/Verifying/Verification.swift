import JSON

/// What a test wants to be true of the requests of a world:
///
///     POST /__admin/requests/verify
///     { "pattern": {…}, "exactly": 2, "within": "2s" }
///
/// One of `pattern`, `stub` (an identifier: its own count survives what the journal drops) and
/// `inOrder` (patterns, one after another); with `pattern` and `stub` one of `exactly`, `atLeast`,
/// `atMost` (numbers) and `never` (true), at least 1 without them. `within` waits so long: until it is
/// true, or for `atMost` and `never` to the end.
struct Verification {
  enum Subject {
    case requests(RequestTally.Wanted)
    case stub(String)
  }

  enum Bound: Equatable {
    case exactly(Int)
    case atLeast(Int)
    case atMost(Int)
  }

  /// What can be said.
  enum Verdict: Equatable {
    case holds
    /// Nothing that is to come can make it true.
    case isBroken
    /// It may still become true.
    case open
  }

  let subject: Subject
  let bound: Bound
  /// In milliseconds.
  let within: Int

  static let longestWait = 600_000

  func verdict(count: Int) -> Verdict {
    switch bound {
    case .exactly(let wanted): count == wanted ? .holds : count > wanted ? .isBroken : .open
    case .atLeast(let wanted): count >= wanted ? .holds : .open
    case .atMost(let wanted): count > wanted ? .isBroken : .holds
    }
  }

  /// Whether a verdict that holds may be told before the time is up.
  var endsEarly: Bool { if case .atMost = bound { false } else { true } }

  /// Whether dropped requests could have made it another verdict.
  func needsDropped(_ verdict: Verdict) -> Bool {
    switch (bound, verdict) {
    case (_, .isBroken), (.atLeast, .holds): false
    default: true
    }
  }

  var wanted: String {
    if case .requests(.sequence(let patterns)) = subject {
      return "\(patterns.count) requests in this order"
    }
    return switch bound {
    case .exactly(0), .atMost(0): "no request"
    case .exactly(let count): "exactly \(Self.requests(count))"
    case .atLeast(let count): "at least \(Self.requests(count))"
    case .atMost(let count): "at most \(Self.requests(count))"
    }
  }

  static func requests(_ count: Int) -> String { "\(count) request\(count == 1 ? "" : "s")" }
}

extension Verification {
  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in
      let pattern = object.nullable("pattern")
      let stub = object.nullable("stub")
      let order = object.nullable("inOrder")
      guard [pattern, stub, order].compactMap(\.self).count == 1 else {
        throw object.error("expected one of \"pattern\", \"stub\" and \"inOrder\"")
      }
      let bounds = try Self.bounds(&object)
      guard bounds.count < 2, order == nil || bounds.isEmpty else {
        throw object.error(
          "give one of \"exactly\", \"atLeast\", \"atMost\" and \"never\", and none with \"inOrder\""
        )
      }
      let within = try object.nullable("within")?.duration() ?? 0
      guard within / 1_000 <= Self.longestWait else {
        throw object.error("\"within\" is at most \(Self.longestWait / 60_000)m")
      }
      let subject: Subject
      var bound = bounds.first ?? .atLeast(1)
      if let pattern {
        subject = .requests(.pattern(try StubRequestPattern(pattern)))
      } else if let stub {
        subject = .stub(try stub.string())
      } else {
        var patterns: [StubRequestPattern] = []
        for element in try order?.array() ?? [] { patterns.append(try StubRequestPattern(element)) }
        subject = .requests(.sequence(patterns))
        bound = .atLeast(patterns.count)
      }
      return Verification(subject: subject, bound: bound, within: within / 1_000)
    }
  }

  private static func bounds(_ object: inout FixtureObject) throws(FixtureError) -> [Bound] {
    let numbers = 0...1_000_000_000
    var bounds: [Bound] = []
    if let node = object.nullable("exactly") { bounds.append(.exactly(try node.int(in: numbers))) }
    if let node = object.nullable("atLeast") { bounds.append(.atLeast(try node.int(in: numbers))) }
    if let node = object.nullable("atMost") { bounds.append(.atMost(try node.int(in: numbers))) }
    if let node = object.nullable("never"), try node.bool() { bounds.append(.atMost(0)) }
    return bounds
  }
}
