public import Contracts
public import HTTPMessage

extension RunReport {
  /// One thing that was looked at.
  public struct Entry: Sendable {
    public enum Subject: String, Sendable {
      /// An interaction of the contract.
      case interaction
      /// Something that happened, held against the contract.
      case exchange
    }

    public var subject: Subject
    /// An interaction's description, or a request's method and target.
    public var title: String
    public var place: Place?
    public var outcome: Outcome
    /// Whether it fails the run.
    public var fails: Bool
    /// How often it came.
    public var count = 1
    public var providerStates: [ProviderStateCall] = []
    /// Why it came to this, where that is no difference.
    public var reasons: [Reason] = []
    /// What a reader should know that decided nothing.
    public var notes: [String] = []
    /// Forms that it allows its members, but that never came.
    public var unexercised: [Variant] = []
    /// What differs between `expected` and `actual`.
    public var differences: [Difference] = []
    public var request: Message?
    public var expected: Message?
    public var actual: Message?
    /// The interactions that an exchange resembles, closest first.
    public var nearMisses: [NearMiss] = []
    /// A command line that repeats the request.
    public var repeatLine: String?

    public init(
      _ subject: Subject, _ title: String, at place: Place? = nil, _ outcome: Outcome,
      fails: Bool? = nil
    ) {
      self.subject = subject
      self.title = title
      self.place = place
      self.outcome = outcome
      self.fails = fails ?? outcome.fails
    }
  }

  /// Why an entry came to what it came to.
  public struct Reason: Sendable, Equatable {
    /// What the text is about, for example `not played`; empty where it speaks for itself.
    public let lead: String
    public let text: String

    public init(_ text: String, lead: String = "") {
      self.lead = lead
      self.text = text
    }

    public var sentence: String { lead.isEmpty ? text : "\(lead): \(text)" }
  }

  /// A line of a file.
  public struct Place: Sendable, Equatable, CustomStringConvertible {
    public let file: String
    public let line: Int

    public init(_ file: String, _ line: Int) {
      self.file = file
      self.line = line
    }

    public var description: String { "\(file):\(line)" }
  }

  /// A request or an answer as it is shown.
  public struct Message: Sendable {
    /// Method and target, or status.
    public var start: String
    public var fields: HTTPFields
    /// The content, or its beginning.
    public var body: [UInt8]
    /// Of the whole content, in bytes.
    public var size: Int

    public init(_ start: String, fields: HTTPFields = [:], body: [UInt8] = []) {
      self.start = start
      self.fields = fields
      self.body = body
      size = body.count
    }

    public init(_ request: HTTPRequest) {
      self.init(
        "\(request.method) \(request.target.pathAndQuery)", fields: request.fields,
        body: Array(request.body))
    }

    public init(_ response: HTTPResponse) {
      self.init(response.status.description, fields: response.fields, body: response.body)
    }
  }

  /// One way in which something is not as it should be.
  public struct Difference: Sendable, Equatable {
    public let kind: Mismatch.Kind
    /// As ``Mismatch/path``.
    public let path: String
    public let rule: String
    public let expected: String
    public let actual: String
    /// All of it as a sentence.
    public let words: String

    public init(
      kind: Mismatch.Kind, path: String, rule: String, expected: String, actual: String,
      words: String
    ) {
      self.kind = kind
      self.path = path
      self.rule = rule
      self.expected = expected
      self.actual = actual
      self.words = words
    }

    public init(_ mismatch: Mismatch) {
      kind = mismatch.kind
      path = mismatch.path
      rule = mismatch.rule
      expected = mismatch.expected
      actual = mismatch.actual
      words = mismatch.words
    }

    /// Where it is, for people: a JSON path, `status`, `header Location`.
    public var place: String {
      switch kind {
      case .body: path.isEmpty ? "body" : path
      case .bodyType: "content type"
      default: path.isEmpty ? kind.rawValue : "\(kind.rawValue) \(path)"
      }
    }
  }

  /// An interaction that an exchange resembles.
  public struct NearMiss: Sendable {
    public var title: String
    public var place: Place?
    public var differences: [Difference]
    /// What the interaction has where the exchange differs: its request, or its answer.
    public var expected: Message?
    /// What came there.
    public var actual: Message?

    public init(
      _ title: String, at place: Place?, differences: [Difference], expected: Message? = nil,
      actual: Message? = nil
    ) {
      self.title = title
      self.place = place
      self.differences = differences
      self.expected = expected
      self.actual = actual
    }
  }
}

extension RunReport.Message {
  /// More of a body than this is nothing to read.
  private static let keptBody = 64 * 1024

  /// The message with no more of its body than a report shows, for those who keep many.
  static func kept(_ message: RunReport.Message) -> RunReport.Message {
    guard message.body.count > keptBody else { return message }
    var kept = message
    kept.body = Array(message.body.prefix(keptBody))
    return kept
  }
}
