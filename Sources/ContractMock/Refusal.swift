import Contracts
import HTTPMessage
import JSON
import MockServer

/// The answers to requests that no interaction answers: status 404, and why.
enum Refusal {
  private static let nearMissesShown = 3
  private static let pathsShown = 20

  static func unknownState(_ name: String, known: [String]) -> Answer {
    let reason =
      "\(ContractMock.stateField.spelling): the contract has no provider state \"\(name)\""
      + Suggestion.hint(for: name, among: known)
    return answer(.badRequest, reason)
  }

  /// The request is known, but in other provider states.
  static func otherStates(_ answers: [InteractionAnswer], _ contract: Contract) -> Answer {
    let needed = answers.prefix(nearMissesShown).map { answer -> JSONValue in
      let states = answer.interaction.providerStates
      return [
        "interaction": .string(answer.interaction.description),
        "states": .array(states.map { ["name": .string($0.name), "params": .object($0.params)] }),
      ]
    }
    return answer(
      .notFound, "\(contract.name) has this request in other provider states only",
      [.init(key: "interactions", value: .array(needed))])
  }

  /// The closest interactions with all that is different.
  ///
  /// - Parameter answers: those with the request's method and path.
  static func nothingFits(
    _ request: HTTPRequest, _ answers: [InteractionAnswer], _ contract: Contract
  ) -> Answer {
    let nearest = answers.map { (answer: $0, mismatches: $0.request.mismatches(with: request)) }
      .sorted { $0.mismatches.count < $1.mismatches.count }
    let shown = nearest.prefix(nearMissesShown).map { near -> JSONValue in
      [
        "interaction": .string(near.answer.interaction.description),
        "place": .string("\(contract.name):\(near.answer.interaction.location.line)"),
        "mismatches": .array(near.mismatches.map { .string($0.words) }),
      ]
    }
    return answer(
      .notFound, "no interaction of \(contract.name) is asked like this",
      [.init(key: "nearMisses", value: .array(Array(shown)))])
  }

  /// - Parameter answers: all of the contract.
  static func unknownPath(
    _ request: HTTPRequest, _ answers: some Sequence<InteractionAnswer>, _ contract: Contract
  ) -> Answer {
    let asked = "\(request.method) \(String(decoding: request.target.path, as: UTF8.self))"
    var known: [String] = []
    for answer in answers where known.count <= pathsShown {
      let text = "\(answer.request.method) \(answer.request.path)"
      if !known.contains(text) { known.append(text) }
    }
    return answer(
      .notFound,
      "no interaction of \(contract.name) has \(asked)"
        + Suggestion.hint(for: asked, among: known))
  }

  private static func answer(
    _ status: HTTPStatus, _ reason: String, _ more: [JSONObject.Member] = []
  ) -> Answer {
    let body = JSONObject([.init(key: "error", value: .string(reason))] + more)
    return Answer(
      .json(JSONWriter.pretty(.object(body)), status: status), reason: reason, isMatched: false)
  }
}
