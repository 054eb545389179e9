import JSON
import ServiceAnswers

/// One try at an element.
public struct Attempt: Sendable, Equatable {
  public let jobID: Int
  public let elementID: Int
  /// From 1.
  public let number: Int
  public let type: JobType
  /// ``JobStatus/done`` or ``JobStatus/failed``.
  public let status: JobStatus
  /// What the worker wrote. The reference service puts a line with host, return code and time before.
  public let log: String
  /// What was found, when the element lists and this attempt went well.
  public let listing: Listing?
}

/// What an element has put out.
public struct ElementOutput: Sendable, Equatable {
  public let jobID: Int
  public let elementID: Int
  /// Oldest first. Empty also where the service tells the latest attempt only, as the workqueue's
  /// documentation has it.
  public private(set) var earlier: [Attempt]
  public private(set) var latest: Attempt

  /// All attempts that are known, oldest first.
  public var attempts: [Attempt] { earlier + [latest] }

  fileprivate init(_ attempt: Attempt) {
    jobID = attempt.jobID
    elementID = attempt.elementID
    earlier = []
    latest = attempt
  }

  fileprivate mutating func add(_ attempt: Attempt) {
    let sorted = (attempts + [attempt]).sorted { $0.number < $1.number }
    earlier = sorted.dropLast()
    latest = sorted.last ?? attempt
  }
}

extension Attempt: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    jobID = try answer.member("jobid").int()
    elementID = try answer.member("elementid").int()
    number = try answer.member("attempt").int()
    type = try answer.member("type").code()
    status = try answer.member("status").code()
    log = try answer.member("log").string()
    listing = try Listing(optional: answer.optional("listing"))
  }
}

/// The answer to a job's output: a list of attempts (the workqueue's documentation), or a list that
/// has a list of attempts for each element, empty for one not yet tried (reference service).
struct JobOutput: AnswerDecodable {
  let elements: [ElementOutput]

  init(_ answer: Answer) throws(UnreadableAnswer) {
    var elements: [ElementOutput] = []
    for part in try answer.elements() {
      for attempt in try Self.attempts(part) {
        if let place = elements.firstIndex(where: { $0.elementID == attempt.elementID }) {
          elements[place].add(attempt)
        } else {
          elements.append(ElementOutput(attempt))
        }
      }
    }
    self.elements = elements
  }

  /// One attempt, or a list of them.
  static func attempts(_ answer: Answer) throws(UnreadableAnswer) -> [Attempt] {
    switch answer.value {
    case JSONValue.object: [try Attempt(answer)]
    case JSONValue.array: try [Attempt](answer)
    default: throw answer.unexpected("object or array")
    }
  }
}

extension ElementOutput: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    let attempts = try JobOutput.attempts(answer)
    guard let first = attempts.first else {
      throw UnreadableAnswer(path: answer.path, reason: "there is no attempt in the list")
    }
    self.init(first)
    for attempt in attempts.dropFirst() { add(attempt) }
  }
}
