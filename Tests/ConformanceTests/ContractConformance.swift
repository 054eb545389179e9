import Contracts
import HTTPClient
import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@testable import ContractRunner

@Suite(.serialized) struct `Conformance to the contract` {
  @Test(arguments: ServiceUnderTest.all)
  func `holds for every interaction`(tested: ServiceUnderTest) throws {
    let running = try RunningService(tested)
    let provider = try #require(HTTPURL(running.url))
    let states = HTTPURL(running.url + "/__admin/provider-states")
    let canSetStates = states.flatMap { try? HTTPClient($0).send(.get, "") }?.status == .ok
    let verifier = Verifier(
      provider: provider, states: canSetStates ? states : nil, fields: [:], timeout: 10_000,
      messages: HTTPURL(running.url + "/__admin/messages"))
    // A server whose state can't be set is asked only what holds in any state.
    let results = verifier.verify(try tested.contract) { interaction in
      canSetStates || interaction.providerStates.isEmpty
    }
    #expect(!results.isEmpty)
    for result in results where !result.outcome.isPassed {
      Issue.record("\(TextReport.failure(result))")
    }
  }
}

/// One rule of an interaction's answer, with what the mock answers.
struct AnsweredRule: Sendable, CustomTestStringConvertible {
  let interaction: String
  /// How an answer differs from what the contract wants.
  let mismatches: @Sendable (HTTPResponse) -> [Mismatch]
  let answer: HTTPResponse
  let use: RuleUse

  var testDescription: String {
    "\(interaction): \(use.rules.joined(separator: "+")) at \(use.path)"
  }

  /// The rules of all interactions of a contract, each with the captured answer.
  static func all(of service: String) throws -> [AnsweredRule] {
    let mocks = try MockGroup(service)
    var rules: [AnsweredRule] = []
    for interaction in try ServiceUnderTest.contract(of: service).interactions {
      mocks.worlds.forEach { $0.reset() }
      if case .message(let message) = interaction.exchange {
        let answer = try #require(messageGiven(as: interaction.description, by: mocks.world))
        rules += message.rules.filter { $0.category == "body" }.map {
          AnsweredRule(
            interaction: interaction.description, mismatches: { message.mismatches(with: $0) },
            answer: answer, use: $0)
        }
      }
      guard case .http(let request, let response) = interaction.exchange else { continue }
      for state in interaction.providerStates {
        _ = try mocks.world.setUp(state: state.name, parameters: state.params)
      }
      let answer = mocks.world.respond(to: Self.sent(request.example), from: nil)
      rules += response.rules.filter { $0.category == "body" }.map {
        AnsweredRule(
          interaction: interaction.description, mismatches: { response.mismatches(with: $0) },
          answer: answer, use: $0)
      }
    }
    return rules
  }

  /// A message in the form in which the admin API gives it.
  private static func messageGiven(
    as description: String, by world: any ServiceWorld
  ) -> HTTPResponse? {
    let body = JSONWriter.compact(["description": .string(description)])
    let request = HTTPRequest(
      method: .post, target: "/__admin/messages", fields: [.host: "127.0.0.1"], body: body)
    let answer = ServicePort(world: world).respond(to: request, from: nil)
    return answer.status == .ok ? answer : nil
  }

  /// The request with what the wire adds.
  private static func sent(_ request: HTTPRequest) -> HTTPRequest {
    var fields = request.fields
    fields.append(.host, "127.0.0.1")
    return HTTPRequest(
      method: request.method, target: request.target.pathAndQuery, fields: fields,
      body: Array(request.body))
  }
}

@Suite struct `Every rule of the contract` {
  @Test(arguments: Repository.names(in: "contracts"))
  func `reports each change that breaks it, and can be broken`(contract: String) throws {
    let rules = try AnsweredRule.all(of: String(contract.dropLast(".json".count)))
    #expect(rules.count > 50)
    var unbreakable: [String] = []
    for rule in rules {
      #expect(rule.mismatches(rule.answer).isEmpty, "\(rule.testDescription)")
      var canBreak = false
      for change in AnswerChange.all(of: rule.answer, at: rule.use) {
        let isReported = !rule.mismatches(change.answer).isEmpty
        canBreak = canBreak || isReported
        if change.mustBreak {
          #expect(isReported, "\(rule.testDescription) accepts \(change.words)")
        }
      }
      if !canBreak { unbreakable.append(rule.testDescription) }
    }
    #expect(unbreakable.isEmpty, "nothing breaks:\n\(unbreakable.joined(separator: "\n"))")
  }
}

@Suite struct `The index of interactions` {
  @Test(arguments: Repository.names(in: "contracts"))
  func `finds what comparing with every interaction finds`(name: String) throws {
    let contract = try ServiceUnderTest.contract(of: String(name.dropLast(".json".count)))
    let index = InteractionIndex(contract.interactions)
    let patterns = contract.interactions.enumerated().compactMap {
      place, interaction -> (place: Int, pattern: RequestPattern)? in
      guard case .http(let pattern, _) = interaction.exchange else { return nil }
      return (place, pattern)
    }
    for (_, pattern) in patterns {
      let request = pattern.example
      #expect(
        index.places(for: request)
          == patterns.filter { $0.pattern.fitsTarget(of: request) }.map(\.place),
        "\(request.method) \(request.target.pathAndQuery)")
    }
  }
}
