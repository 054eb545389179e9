public import JSON

/// What is allowed in a contract but makes it say less, or other, than it seems to.
public struct ContractFinding: Sendable, CustomStringConvertible {
  public enum Severity: String, Sendable {
    /// The contract can't be kept: no message passes it.
    case error
    /// A rule or an interaction that never matters, never fails, or is dangerous.
    case warning
  }

  public let severity: Severity
  /// The name under which the contract was read.
  public let file: String
  public let location: SourceLocation
  /// What and why.
  public let words: String

  init(_ severity: Severity, _ words: String, at node: ContractNode, ofKey: Bool = false) {
    let error = node.error(words, atKey: ofKey)
    self.severity = severity
    self.words = words
    file = error.file
    location = error.location
  }

  /// `name:line:column: sentence`
  public var description: String { "\(file):\(location): \(words)" }
}

extension Contract {
  /// Everything that is worth knowing of the contract, in the order of its interactions.
  public var findings: [ContractFinding] {
    interactions.flatMap { interaction in
      interaction.linted.flatMap { part in
        part.contradictions + part.sites.flatMap(part.ruleFindings) + part.overruled
          + part.generatorFindings
      } + interaction.answerFindings
    } + repetitions
  }
}

/// A message of an interaction with its rules, for judging them.
struct LintedPart {
  /// As the file has it: `request`, `response`, or the interaction itself for a message.
  let node: ContractNode
  let name: String
  let body: BodyPattern
  let sites: [RuleSite]
  /// Names that the example has, by category.
  let names: [String: [String]]
  /// How the example differs from what it is an example of.
  let mismatches: [Mismatch]
  let generators: MessageGenerators
  let isStrict: Bool
}

extension Interaction {
  fileprivate var linted: [LintedPart] {
    switch exchange {
    case .http(let request, let response):
      [
        LintedPart(request, node["request"] ?? node),
        LintedPart(response, node["response"] ?? node),
      ]
    case .message(let message): [LintedPart(message, node, "the message")]
    case .messageExchange(let request, let responses):
      [LintedPart(request, node["request"] ?? node, "the request")]
        + responses.enumerated().map { place, response in
          LintedPart(response, response.node(in: node, place) ?? node, "the response")
        }
    }
  }
}

extension MessagePattern {
  fileprivate func node(in interaction: ContractNode, _ place: Int) -> ContractNode? {
    guard let responses = interaction["response"] else { return nil }
    return (try? responses.elements(""))?[place] ?? responses
  }
}

extension LintedPart {
  fileprivate init(_ request: RequestPattern, _ node: ContractNode) {
    self.init(
      node: node, name: "the request", body: request.body, sites: RuleSite.all(in: node),
      names: [
        "query": request.query.entries.map(\.name), "header": request.headers.map(\.name),
      ],
      mismatches: request.mismatches(with: request.example), generators: request.generators,
      isStrict: true)
  }

  fileprivate init(_ response: ResponsePattern, _ node: ContractNode) {
    self.init(
      node: node, name: "the response", body: response.body, sites: RuleSite.all(in: node),
      names: ["header": response.headers.map(\.name)],
      mismatches: response.mismatches(with: response.example), generators: response.generators,
      isStrict: false)
  }

  fileprivate init(_ message: MessagePattern, _ node: ContractNode, _ name: String) {
    self.init(
      node: node, name: name, body: message.contents, sites: RuleSite.all(in: node),
      names: ["metadata": message.metadata.keys],
      mismatches: message.mismatches(
        withContents: message.example, contentType: message.contentType,
        metadata: message.metadata),
      generators: message.generators, isStrict: false)
  }
}
