public import Contracts
public import HTTPMessage
import JSON
public import MockServer
public import Synchronization

/// A contract alone as a service: requests are answered as its interactions say, with their examples.
///
/// Where interactions differ by their provider states only, those in force decide: set by an admin
/// call, or for one request by fields `Understudy-State: NAME`, one per state.
public struct ContractMock: WorldService {
  public typealias State = [StateInForce]

  public let fixtures: ServiceFixtures
  let contract: Contract
  private let answers: [InteractionAnswer]
  private let messages: [String: ServiceMessage]

  static let stateField = HTTPFieldName("Understudy-State")

  /// - Throws: ``FixtureError`` when nothing in the contract can be served.
  public init(_ contract: Contract) throws(FixtureError) {
    fixtures = try ServiceFixtures(of: contract)
    self.contract = contract
    answers = contract.interactions.enumerated().compactMap(InteractionAnswer.init)
    messages = Dictionary(
      contract.interactions.compactMap { interaction in
        ServiceMessage(interaction).map { (interaction.description, $0) }
      }, uniquingKeysWith: { first, _ in first })
    guard !answers.isEmpty || !messages.isEmpty else {
      throw fixtures.error(at: "name", "the contract has no interaction that could be served")
    }
  }

  public func state(from collections: Collections) throws(FixtureError) -> [StateInForce] {
    var states: [StateInForce] = []
    for node in try collections.records(ServiceFixtures.statesCollection) {
      states.append(StateInForce(node.value))
    }
    return states
  }

  public func respond(
    to request: HTTPRequest, state: borrowing Mutex<[StateInForce]>, context: ServiceContext
  ) -> Answer {
    let named = request.fields[values: Self.stateField]
    if let unknown = named.first(where: { name in !fixtures.states.contains { $0.name == name } }) {
      return Refusal.unknownState(unknown, known: fixtures.states.map(\.name))
    }
    let states = named.isEmpty ? state.withLock { $0 } : named.map { StateInForce(name: $0) }
    var fitting: [InteractionAnswer] = []
    var others: [InteractionAnswer] = []
    for answer in answers where answer.request.mismatches(with: request).isEmpty {
      if answer.isIn(states) { fitting.append(answer) } else { others.append(answer) }
    }
    let ranked = fitting.map { (answer: $0, rank: $0.rank(for: request, in: states)) }
    guard let best = ranked.min(by: { $0.rank < $1.rank })?.answer else {
      return others.isEmpty
        ? Refusal.nothingFits(request, answers, contract)
        : Refusal.otherStates(others, contract)
    }
    return Answer(best.response.example)
  }

  public func message(_ description: String) -> ServiceMessage? { messages[description] }
}

extension ServiceMessage {
  /// The example of a message; nil for other interactions.
  init?(_ interaction: Interaction) {
    guard case .message(let message) = interaction.exchange else { return nil }
    self.init(
      contents: message.example, contentType: message.contentType, metadata: message.metadata)
  }
}

/// A provider state that a mock is in.
public struct StateInForce: Sendable, Equatable {
  let name: String
  /// Those that were given; others are as each interaction has them.
  let params: JSONObject

  init(name: String) {
    self.name = name
    params = JSONObject()
  }

  init(_ record: JSONValue) {
    name = record["name"]?.string ?? ""
    params = JSONObject(
      (record["params"]?.object ?? JSONObject()).members.filter { $0.value != .null })
  }

  func isMeant(by call: ProviderStateCall) -> Bool {
    call.name == name
      && call.params.members.allSatisfy { member in
        params[member.key].map { $0 == member.value } ?? true
      }
  }
}
