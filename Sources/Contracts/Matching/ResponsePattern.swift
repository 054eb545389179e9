public import HTTPMessage
import JSON

/// The response that a contract describes: an example to answer with, and rules for what else will
/// do.
public struct ResponsePattern: Sendable {
  /// 200 where the contract says nothing.
  public let status: Int
  var headers: [HeaderPattern]
  var body: BodyPattern
  let matching: MessageRules
  let generators: MessageGenerators

  /// Every rule list with its place.
  public var rules: [RuleUse] { matching.uses }

  /// Each way in which `response` is another than the contract describes.
  ///
  /// Responses are lax: body members that the contract lacks are fine.
  public func mismatches(with response: HTTPResponse) -> [Mismatch] {
    mismatches(with: response, isStrict: false)
  }

  /// - Parameter isStrict: whether members that the contract lacks are mismatches, too.
  func mismatches(with response: HTTPResponse, isStrict: Bool) -> [Mismatch] {
    statusMismatches(response.status.code)
      + HeaderPattern.mismatches(headers, with: response.fields, matching)
      + body.mismatches(
        with: response.body[...], type: response.fields[.contentType], rules: matching.body,
        isStrict: isStrict)
  }

  private func statusMismatches(_ actual: Int) -> [Mismatch] {
    guard let list = matching.status else {
      if actual == status { return [] }
      return [Mismatch(.status, Difference(expected: String(status), actual: String(actual)))]
    }
    let (example, value) = (JSONValue(integerLiteral: status), JSONValue(integerLiteral: actual))
    return list.complaints { rule in
      rule.objection(to: value, example: example, isCascaded: false).map {
        [
          Mismatch(
            .status, rule: rule.name,
            Difference(expected: $0.expected, actual: String(actual)))
        ]
      } ?? []
    }
  }

  /// The response to give.
  public var example: HTTPResponse {
    HTTPResponse(
      status: HTTPStatus(status), fields: HeaderPattern.fields(headers, body), body: body.example)
  }
}
