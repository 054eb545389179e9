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
  /// By place in the contract; nil for messages.
  private let answers: [InteractionAnswer?]
  private let index: InteractionIndex
  private let messages: [String: MessagePattern]

  static let stateField = HTTPFieldName("Understudy-State")

  /// - Throws: ``FixtureError`` when nothing in the contract can be served.
  public init(_ contract: Contract) throws(FixtureError) {
    fixtures = try ServiceFixtures(of: contract)
    self.contract = contract
    answers = contract.interactions.enumerated().map(InteractionAnswer.init)
    index = InteractionIndex(contract.interactions)
    messages = Dictionary(
      contract.interactions.compactMap { interaction in
        interaction.exchange.published.map { (interaction.description, $0) }
      }, uniquingKeysWith: { first, _ in first })
    guard answers.contains(where: { $0 != nil }) || !messages.isEmpty else {
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
    let resembling = index.places(for: request).compactMap { answers[$0] }
    let (fitting, others) = resembling.filter { $0.request.mismatches(with: request).isEmpty }
      .parted { $0.isIn(states) }
    let ranked = fitting.map { (answer: $0, rank: $0.rank(for: request, in: states)) }
    guard let best = ranked.min(by: { $0.rank < $1.rank })?.answer else {
      guard others.isEmpty else { return Refusal.otherStates(others, contract) }
      return resembling.isEmpty
        ? Refusal.unknownPath(request, answers.lazy.compactMap(\.self), contract)
        : Refusal.nothingFits(request, resembling, contract)
    }
    var generators = GeneratorContext(context, of: fixtures.description.name)
    return Answer(best.response.example(generating: &generators))
  }

  public func message(_ description: String, context: ServiceContext) -> ServiceMessage? {
    var generators = GeneratorContext(context, of: fixtures.description.name)
    return messages[description].map { message in
      let example = message.example(generating: &generators)
      return ServiceMessage(
        contents: example.contents, contentType: example.contentType, metadata: example.metadata)
    }
  }
}

extension Array {
  /// Those of which `condition` holds, and the others.
  fileprivate func parted(by condition: (Element) -> Bool) -> (those: [Element], others: [Element])
  {
    (filter(condition), filter { !condition($0) })
  }
}

extension Exchange {
  /// What a provider publishes: a message, or the first that answers one.
  fileprivate var published: MessagePattern? {
    switch self {
    case .http: nil
    case .message(let message): message
    case .messageExchange(_, let responses): responses.first
    }
  }
}

extension GeneratorContext {
  /// Chance that follows the world's identifiers, and the world's clock.
  fileprivate init(_ context: ServiceContext, of service: String) {
    // FNV-1a.
    let seed = context.identifiers.uuid().utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    let now = context.now
    self.init(
      seed: seed, now: CalendarTime(secondsSince1970: now.seconds),
      millisecond: (now.microseconds - now.seconds * 1_000_000) / 1_000,
      mockServer: context.group.url(of: service))
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
