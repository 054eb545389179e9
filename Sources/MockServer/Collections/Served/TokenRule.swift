import HTTPMessage
import JSON

/// How clients show who they are: a field that holds one of the service's tokens.
struct TokenRule: Sendable {
  private let field: HTTPFieldName
  /// Comes before the token, as `Bearer`.
  private let scheme: String?
  /// Names of tokens by the tokens.
  private let names: [String: String]

  init(_ node: FixtureNode, tokens: JSONObject) throws(FixtureError) {
    (field, scheme) = try node.object { object throws(FixtureError) in
      let header = try object.required("header")
      let name = try header.string()
      guard PlainName.is(name) else { throw header.error("\"\(name)\" is no header's name") }
      let word = object.optional("scheme")
      let scheme = try word?.string()
      if let word, let scheme, !PlainName.is(scheme) {
        throw word.error("\"\(scheme)\" is no scheme, as \"Bearer\"")
      }
      return (HTTPFieldName(name), scheme)
    }
    guard !tokens.isEmpty else {
      throw node.error("a token is asked for, but \"tokens\" of the service holds none")
    }
    names = Dictionary(
      tokens.members.map { ($0.value.string ?? "", $0.key) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The name of the token that a request shows.
  func name(in request: HTTPRequest) throws(CollectionRefusal) -> String {
    guard let given = request.fields[field] else {
      throw refusal("there is no \(field)")
    }
    var token = given
    if let scheme {
      guard given.lowercased().hasPrefix(scheme.lowercased() + " ") else {
        throw refusal("\(field) is not \"\(scheme) TOKEN\"")
      }
      token = String(given.dropFirst(scheme.count).drop { $0 == " " })
    }
    guard let name = names[token] else {
      let known = names.values.sorted().joined(separator: ", ")
      throw refusal("\(field) holds no token that is known; those of: \(known)")
    }
    return name
  }

  private func refusal(_ reason: String) -> CollectionRefusal {
    CollectionRefusal(problem: .unauthorized, reason: reason)
  }
}
