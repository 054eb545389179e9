import HTTPMessage
public import JSON
import ServiceAnswers

/// The answer of a data store that says no.
public struct Refusal: Sendable, Equatable {
  public let status: Int
  /// What the data store says, in one line; nil when it says nothing.
  public let message: String?
  /// What is wrong with the request; empty unless the status is 422.
  public let problems: [RequestProblem]
  /// The request: `GET http://…/registry/items/fetch-dataset?handle_id=…`.
  public let call: String

  public init(status: Int, message: String?, problems: [RequestProblem] = [], call: String) {
    self.status = status
    self.message = message
    self.problems = problems
    self.call = call
  }
}

/// One thing that is wrong with a request, in the words of the data store (the Provena sheet,
/// section 9, `Detail`).
public struct RequestProblem: Sendable, Equatable {
  /// Where: the part of the request (`query`, `body`), then the path in it.
  public let location: JSONPointer
  public let message: String
  /// For programs: `value_error.missing`.
  public let type: String

  public init(location: JSONPointer, message: String, type: String) {
    self.location = location
    self.message = message
    self.type = type
  }
}

extension RequestProblem: CustomStringConvertible {
  public var description: String { "\(location): \(message)" }
}

extension RequestProblem: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    var steps: [JSONPointer.Step] = []
    for step in try answer.member("loc").elements() {
      if let number = step.value.int {
        steps.append(.element(number))
      } else {
        steps.append(.member(try step.string()))
      }
    }
    location = JSONPointer(steps)
    message = try answer.member("msg").string()
    type = try answer.member("type").string()
  }
}

extension Refusal {
  /// Longer texts are cut: an answer may come from anybody, a proxy for example.
  static let longest = 1000

  /// How much is read of a page that is no JSON, in bytes.
  private static let longestPage = 16 * 1024

  /// The body is `{"detail": …}` with a text or a list of problems, or a text or page of another
  /// server's.
  init(_ response: HTTPResponse, call: String) {
    let answer = try? Answer(body: response.body)
    let problems = try? answer?.member("detail").problems()
    let words =
      problems.map { $0.map(\.description).joined(separator: "; ") }
      ?? answer?.value["detail"]?.string ?? Self.text(answer, response.body)
    self.init(
      status: response.status.code, message: Self.tidy(words), problems: problems ?? [], call: call)
  }

  private static func text(_ answer: Answer?, _ body: [UInt8]) -> String? {
    guard let answer else { return ErrorPage.message(in: Array(body.prefix(longestPage))) }
    return answer.value == .null ? nil : answer.value.string ?? answer.value.description
  }

  /// In one line, not too long, and nil rather than empty.
  static func tidy(_ text: String?) -> String? {
    guard let text else { return nil }
    // What is cut here would be cut below; a long text needn't be gone through.
    let line = ErrorPage.oneLine(String(text.prefix(longest * 4)))
    if line.isEmpty { return nil }
    return line.count > longest ? line.prefix(longest) + "…" : line
  }
}

extension Answer {
  fileprivate func problems() throws(UnreadableAnswer) -> [RequestProblem] {
    try [RequestProblem](self)
  }
}

extension Refusal: CustomStringConvertible {
  public var description: String {
    "\(call): refused with \(status)" + (message.map { ": \($0)" } ?? ", without a word why")
  }
}

/// The answer of a Keycloak that gives no token.
public struct SignInRefusal: Sendable, Equatable {
  public let status: Int
  /// For programs, as OAuth has it: `invalid_grant`, `access_denied`; nil when it isn't told.
  public let code: String?
  /// In words; nil when Keycloak says nothing.
  public let message: String?
  public let call: String

  public init(status: Int, code: String?, message: String?, call: String) {
    self.status = status
    self.code = code
    self.message = message
    self.call = call
  }
}

extension SignInRefusal {
  /// The body is `{"error": …, "error_description": …}`, or anything.
  init(_ response: HTTPResponse, call: String) {
    let value = try? JSONReader.value(of: response.body)
    let code = value?["error"]?.string
    let words = value?["error_description"]?.string
    let page = Refusal(response, call: call).message
    self.init(
      status: response.status.code, code: code,
      message: code == nil ? page : Refusal.tidy(words), call: call)
  }
}

extension SignInRefusal: CustomStringConvertible {
  public var description: String {
    let reasons = [code, message].compactMap(\.self)
    return "\(call): the sign-in is refused with \(status)"
      + (reasons.isEmpty ? ", without a word why" : ": " + reasons.joined(separator: ": "))
  }
}
