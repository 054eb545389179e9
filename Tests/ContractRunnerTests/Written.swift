import Contracts
import HTTPClient
import HTTPMessage

@testable import ContractRunner

/// Contracts and results as tests write them.
enum Written {
  /// A V4 contract named `shop.json`; the first interaction stands on line 2, the next on line 3.
  static func contract(_ interactions: [String]) throws(ContractError) -> Contract {
    try contract(named: "shop.json", interactions)
  }

  static func contract(
    named name: String, _ interactions: [String]
  ) throws(ContractError) -> Contract {
    let text = """
      {"interactions": [
      \(interactions.joined(separator: ",\n"))
      ], "metadata": {"pactSpecification": {"version": "4.0"}}}
      """
    return try Contract.read(Array(text.utf8), name: name)
  }

  /// An HTTP interaction; `more` are further members, each with a comma behind it.
  static func interaction(
    _ description: String, _ more: String = "", request: String = get("/a"),
    response: String = #"{"status": 200}"#
  ) -> String {
    #"{"type": "Synchronous/HTTP", "description": "\#(description)", \#(more)"#
      + #" "request": \#(request), "response": \#(response)}"#
  }

  static func get(_ path: String) -> String { #"{"method": "GET", "path": "\#(path)"}"# }

  static func post(_ path: String, _ body: String) -> String {
    #"{"method": "POST", "path": "\#(path)", "body": \#(json(body))}"#
  }

  static func answer(_ status: Int, _ body: String) -> String {
    #"{"status": \#(status), "body": \#(json(body))}"#
  }

  private static func json(_ content: String) -> String {
    #"{"contentType": "application/json", "content": \#(content)}"#
  }

  // MARK: Exchanges

  static func request(_ method: HTTPMethod, _ target: String, json: String = "") -> HTTPRequest {
    HTTPRequest(
      method: method, target: target,
      fields: json.isEmpty ? [:] : [.contentType: "application/json"], body: Array(json.utf8))
  }

  static func json(_ text: String, _ status: HTTPStatus = .ok) -> HTTPResponse {
    .json(Array(text.utf8), status: status)
  }

  // MARK: Results

  static let url = HTTPURL(host: "shop.example", port: 8080)

  /// What comes of a contract's interaction when the provider answers so.
  static func result(
    _ interaction: Interaction, of contract: Contract, _ response: HTTPResponse
  ) -> InteractionResult {
    guard case .http(let request, let expected) = interaction.exchange else {
      return InteractionResult(contract, interaction, outcome: .notPlayed("not HTTP"))
    }
    let mismatches = expected.mismatches(with: response)
    var result = InteractionResult(
      contract, interaction, outcome: mismatches.isEmpty ? .passed : .failed(mismatches),
      request: request.example, url: url)
    result.response = response
    return result
  }
}
