import ServiceAnswers

/// A job as a worker gets it, with those of its elements that the worker is to do.
public struct WorkItem: Sendable, Equatable {
  public let job: Job
  /// What opens the source's site for the user.
  public let sourceCredentials: String?
  /// What opens the destination's site; nil unless the job copies.
  public let destinationCredentials: String?
  public let elements: [WorkElement]
}

/// An element that a worker is to do.
public struct WorkElement: Sendable, Equatable {
  public let element: JobElement
  /// Lets the worker return what it did for this element, and for no other.
  public let token: String
}

extension WorkItem: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    job = try Job(answer)
    sourceCredentials = try answer.optional("src_credentials")?.string()
    destinationCredentials = try answer.optional("dst_credentials")?.string()
    elements = try [WorkElement](answer.member("elements"))
  }
}

extension WorkElement: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    element = try JobElement(answer)
    token = try answer.member("token").string()
  }
}
