import ContractRunner
import Contracts
import HTTPClient
import HTTPMessage
import MockServer
import MockSupport
import Testing
import WorkqueueMock

/// The workqueue's contract as it stands in the checkout.
func workqueueContract() throws -> Contract {
  try Contract.read(
    Repository.bytes("contracts/workqueue.json"), name: "contracts/workqueue.json")
}

@Suite(.serialized) struct `Conformance to the contract` {
  @Test(arguments: WorkqueueUnderTest.all)
  func `holds for every interaction`(workqueue: WorkqueueUnderTest) async throws {
    let running = try await RunningWorkqueue(workqueue)
    let provider = try #require(HTTPURL(running.url))
    let states = HTTPURL(running.url + "/__admin/provider-states")
    let canSetStates = states.flatMap { try? HTTPClient($0).send(.get, "") }?.status == .ok
    let verifier = Verifier(
      provider: provider, states: canSetStates ? states : nil, fields: [:], timeout: 10_000)
    // A server whose state can't be set is asked only what holds in any state.
    let results = verifier.verify(try workqueueContract()) { interaction in
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
  let pattern: ResponsePattern
  let answer: HTTPResponse
  let use: RuleUse

  var testDescription: String {
    "\(interaction): \(use.rules.joined(separator: "+")) at \(use.path)"
  }

  /// The rules of all interactions, each with the captured answer.
  static func all() throws -> [AnsweredRule] {
    let world = try World(WorkqueueMock.self, "workqueue")
    var rules: [AnsweredRule] = []
    for interaction in try workqueueContract().interactions {
      guard case .http(let request, let response) = interaction.exchange else { continue }
      world.reset()
      for state in interaction.providerStates {
        _ = try world.setUp(state: state.name, parameters: state.params)
      }
      let answer = world.respond(to: request.example, from: nil)
      rules += response.rules.filter { $0.category == "body" }.map {
        AnsweredRule(
          interaction: interaction.description, pattern: response, answer: answer, use: $0)
      }
    }
    return rules
  }
}

@Suite struct `Every rule of the contract` {
  @Test func `reports each change that breaks it, and can be broken`() throws {
    let rules = try AnsweredRule.all()
    #expect(rules.count > 300)
    var unbreakable: [String] = []
    for rule in rules {
      #expect(rule.pattern.mismatches(with: rule.answer).isEmpty, "\(rule.testDescription)")
      var canBreak = false
      for change in AnswerChange.all(of: rule.answer, at: rule.use) {
        let isReported = !rule.pattern.mismatches(with: change.answer).isEmpty
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
