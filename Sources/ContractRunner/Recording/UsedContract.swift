public import Contracts
public import HTTPMessage
public import JSON
import Synchronization

/// What a client really used of a service, as a contract that is the same in every run: no times, no
/// ports, no identifiers of one run, and in an order that does not depend on who was first.
public final class UsedContract: Sendable {
  private let rules: RecordingRules
  private let others = Mutex<[Key: (HTTPRequest, HTTPResponse)]>([:])

  /// Exchanges with the same bytes are kept once.
  private struct Key: Hashable {
    let request: ArraySlice<UInt8>
    let requestBody: ArraySlice<UInt8>
    let status: Int
    let body: [UInt8]
  }

  public init(rules: RecordingRules) { self.rules = rules }

  /// Takes an exchange that no interaction of the contract covers.
  public func take(_ request: HTTPRequest, _ response: HTTPResponse) {
    let key = Key(
      request: request.receivedHead, requestBody: request.body, status: response.status.code,
      body: response.body)
    others.withLock { $0[key] = (request, response) }
  }

  /// The contract: the interactions of `trial` that were exercised, in their order, and behind them
  /// the exchanges that none covers, by method and path.
  ///
  /// - Throws: ``ContractError`` when an interaction of an older contract can't be said in V4.
  public func contract(
    of trial: Trial, consumer: String?
  ) throws(ContractError) -> JSONObject {
    let contract = trial.contract
    let listed = try contract.written(as: .v4).members["interactions"]?.array ?? []
    var titles = Titles()
    var interactions: [JSONValue] = []
    for place in trial.exercised {
      titles.take(contract.interactions[place].description)
      if listed.indices.contains(place) { interactions.append(listed[place]) }
    }
    for interaction in recorded() {
      let description = titles.unused(interaction.title)
      titles.take(description)
      interactions.append(
        interaction.json(
          description: description,
          comments: JSONObject([.init(key: "text", value: [Self.comment])])))
    }
    return ContractShell.contract(
      consumer ?? contract.consumer, contract.provider, interactions)
  }

  private static let comment: JSONValue =
    "recorded: no interaction of the contract covers it, and no provider state is known for it"

  /// One interaction for each kind of exchange, and of its examples always the same one.
  private func recorded() -> [SketchedInteraction] {
    let exchanges = others.withLock { Array($0.values) }
    let redactor = Redactor(rules)
    let sketch = ExchangeSketch(
      redactor: redactor, style: SketchStyle(hasSteadyExamples: true, isByType: true))
    // Twice: a secret is known everywhere only after all have been seen.
    for (request, response) in exchanges { _ = sketch.interaction(request, response) }
    var chosen: [[UInt8]: (interaction: SketchedInteraction, text: [UInt8])] = [:]
    for (request, response) in exchanges {
      let interaction = sketch.interaction(request, response)
      let text = JSONWriter.compact(interaction.json(description: interaction.title))
      if let other = chosen[interaction.identity],
        other.text.lexicographicallyPrecedes(text) || other.text == text
      {
        continue
      }
      chosen[interaction.identity] = (interaction, text)
    }
    return chosen.values.sorted { left, right in
      left.interaction.title == right.interaction.title
        ? left.text.lexicographicallyPrecedes(right.text)
        : left.interaction.title < right.interaction.title
    }.map(\.interaction)
  }
}
