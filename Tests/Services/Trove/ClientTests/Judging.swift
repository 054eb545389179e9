import HTTPMessage
import JSON
import Testing
import TroveClient

extension Exchange {
  /// Compares what came of a call with this exchange's answer: nothing may be lost in reading, and a
  /// refusal is the error that its status stands for, with the service's words.
  ///
  /// - Parameter call: how the error names the request.
  func judge(_ outcome: Route.Outcome, of call: String) throws {
    if response.status.code < 400 {
      #expect(try outcome.get()?.usual == answer?.usualList)
      return
    }
    guard case .failure(let error) = outcome, let refusal = error.refusal else {
      Issue.record("\(outcome) is no refusal")
      return
    }
    #expect(refusal.status == response.status.code)
    #expect(refusal.requestID == response.fields["X-Openstack-Request-Id"])
    #expect(refusal.call == call)
    if let raised = raised ?? Self.raised[refusal.status] {
      #expect(Self.exception(of: error) == raised)
    }
    let wrapped = answer?.object?.members.first?.value
    let words = answer?["message"]?.string ?? wrapped?["message"]?.string
    if let words, !words.contains("<br />") { #expect(refusal.message == words) }
    #expect(refusal.message?.isEmpty == false)
    #expect(refusal.message?.contains { $0 == "<" || $0.isNewline } == false)
  }

  /// The exceptions of the Python client, and what stands for them here.
  static func exception(of error: TroveError) -> String {
    switch error {
    case .badRequest: "BadRequest"
    case .unauthorized: "Unauthorized"
    case .forbidden: "Forbidden"
    case .notFound: "NotFound"
    case .notAcceptable: "NotAcceptable"
    case .conflict: "Conflict"
    case .overLimit: "RequestEntityTooLarge"
    case .unprocessable: "UnprocessableEntity"
    case .notImplemented: "HttpNotImplemented"
    case .server: "InternalServerError"
    default: "\(error)"
    }
  }

  /// What the Python client was seen to raise, by the answer's status.
  private static let raised = Dictionary(
    refusals.compactMap { refusal in refusal.raised.map { (refusal.response.status.code, $0) } },
    uniquingKeysWith: { first, _ in first })
}

extension Route {
  typealias Outcome = Result<JSONValue?, TroveError>
}

extension Route.Outcome {
  /// What comes of a call.
  init(_ call: () async throws(TroveError) -> JSONValue?) async {
    do throws(TroveError) {
      self = .success(try await call())
    } catch {
      self = .failure(error)
    }
  }
}
