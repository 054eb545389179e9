public import JSON

/// What a run found, in the form that every report is made from: whoever checks something describes
/// it so, and has all formats.
public struct RunReport: Sendable {
  /// What ran, for example `understudy verify`.
  public var title: String
  /// What else a reader wants to know of the run, in order.
  public var facts: [Fact]
  /// One for each contract.
  public var sections: [Section]
  /// What fails nothing but should be looked at, for example a contract that can never fail.
  public var warnings: [String]
  /// What programs may want to know beside; stands in the JSON only.
  public var details: JSONValue?

  public init(
    _ title: String, facts: [Fact] = [], sections: [Section] = [], warnings: [String] = []
  ) {
    self.title = title
    self.facts = facts
    self.sections = sections
    self.warnings = warnings
  }

  public var totals: Totals { Totals(sections.lazy.flatMap(\.entries)) }

  /// Something about a run, for example where the provider is.
  public struct Fact: Sendable, Equatable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// What was found with one contract.
  public struct Section: Sendable {
    /// The contract's file.
    public var name: String
    /// Who is bound to whom by it; empty when that is not known.
    public var about: String
    public var entries: [Entry]

    public init(_ name: String, about: String = "", entries: [Entry]) {
      self.name = name
      self.about = about
      self.entries = entries
    }

    public var totals: Totals { Totals(entries) }
  }
}

extension RunReport {
  /// What came of an entry, as the word that programs read.
  public enum Outcome: String, Sendable, CaseIterable {
    // Worst first: the order in which reports show them.
    case failed
    /// The provider could not be brought into the state that the interaction needs.
    case stateFailed = "state-failed"
    /// Nothing could be connected to, or no answer came in time.
    case noAnswer = "no-answer"
    /// Differs, but is known not to be there yet.
    case pending
    /// Nothing in the contract speaks of it.
    case notCovered = "not-covered"
    /// It can't be played, or was not.
    case notPlayed = "not-played"
    /// Nothing that happened was an instance of it.
    case notExercised = "not-exercised"
    case passed

    /// As a person reads it.
    public var words: String {
      switch self {
      case .failed: "failed"
      case .stateFailed: "provider state failed"
      case .noAnswer: "no answer"
      case .pending: "pending"
      case .notCovered: "not covered"
      case .notPlayed: "not played"
      case .notExercised: "never exercised"
      case .passed: "passed"
      }
    }

    /// Whether it fails a run, unless it is said to be otherwise.
    public var fails: Bool { self == .failed || self == .stateFailed || self == .noAnswer }
  }

  /// How many entries came to what.
  public struct Totals: Sendable, Equatable {
    private var counts: [Outcome: Int] = [:]
    private var failures: [Outcome: Int] = [:]
    public private(set) var all = 0

    init(_ entries: some Sequence<Entry>) {
      for entry in entries {
        counts[entry.shownOutcome, default: 0] += 1
        all += 1
        if entry.fails { failures[entry.outcome, default: 0] += 1 }
      }
    }

    /// What is pending counts as that only, whatever it came to.
    public subscript(outcome: Outcome) -> Int { counts[outcome] ?? 0 }

    public var passed: Int { self[.passed] }

    /// Those that fail the run.
    public var failed: Int { failures.values.reduce(0, +) }

    /// Those that fail the run in this way.
    public func failures(_ outcome: Outcome) -> Int { failures[outcome] ?? 0 }

    /// The outcomes that there are, worst first.
    public var outcomes: [(outcome: Outcome, count: Int)] {
      Outcome.allCases.compactMap { outcome in counts[outcome].map { (outcome, $0) } }
    }
  }
}
