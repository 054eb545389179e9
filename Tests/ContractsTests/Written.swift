import HTTPMessage
import JSON

@testable import Contracts

/// Contracts as tests write them: JSON text in, patterns out.
enum Written {
  static func contract(_ text: String) throws(ContractError) -> Contract {
    try Contract.read(Array(text.utf8), name: "contract.json")
  }

  /// A V4 contract with one interaction.
  static func interaction(
    request: String = #"{"method": "GET", "path": "/"}"#, response: String = "{}",
    version: String = "4.0"
  ) throws(ContractError) -> (request: RequestPattern, response: ResponsePattern) {
    let contract = try contract(
      """
      {"interactions": [{"type": "Synchronous/HTTP", "description": "a case",
      "request": \(request), "response": \(response)}],
      "metadata": {"pactSpecification": {"version": "\(version)"}}}
      """)
    guard case .http(let request, let response) = contract.interactions[0].exchange else {
      throw ContractError(
        file: "", location: contract.interactions[0].location, reason: "not HTTP")
    }
    return (request, response)
  }

  /// The response with a JSON body and the given rules for it.
  static func response(body: String, rules: String = "{}") throws(ContractError) -> ResponsePattern
  {
    try interaction(
      response: #"{"body": {"content": \#(body)}, "matchingRules": {"body": \#(rules)}}"#
    ).response
  }

  /// The sentences of all mismatches of a JSON body.
  static func words(
    expected: String, rules: String = "{}", actual: String
  ) throws(ContractError) -> [String] {
    try response(body: expected, rules: rules).mismatches(with: json(actual)).map(\.words)
  }

  static func json(_ text: String) -> HTTPResponse { .json(Array(text.utf8)) }
}
