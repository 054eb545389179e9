import Contracts
import HTTPMessage
import JSON

/// An interaction of HTTP with what decides between several that fit a request.
struct InteractionAnswer: Sendable {
  let interaction: Interaction
  let request: RequestPattern
  let response: ResponsePattern
  /// In the file.
  private let place: Int

  /// Nil for messages.
  init?(_ place: Int, _ interaction: Interaction) {
    guard case .http(let request, let response) = interaction.exchange else { return nil }
    self.interaction = interaction
    self.request = request
    self.response = response
    self.place = place
  }

  /// Whether nothing but the states in force is needed. While none is, every interaction may answer.
  func isIn(_ states: [StateInForce]) -> Bool {
    states.isEmpty
      || interaction.providerStates.allSatisfy { call in states.contains { $0.isMeant(by: call) } }
  }

  /// How much it says about the states in force: their names count, and parameters that are the same
  /// as theirs; parameters that were not given there count against it.
  private func fit(_ states: [StateInForce]) -> Int {
    interaction.providerStates.reduce(0) { sum, call in
      guard let state = states.first(where: { $0.isMeant(by: call) }) else { return sum }
      let same = call.params.keys.count { state.params[$0] != nil }
      return sum + 1 + same - (call.params.count - same)
    }
  }

  /// Of several that fit a request the one with the lowest rank answers: the one that says most
  /// about the states in force; then the one whose example is nearest; then
  /// the one that asks for most fields; then, without states, one that succeeds; at last the
  /// earliest.
  func rank(for request: HTTPRequest, in states: [StateInForce]) -> (Int, Int, Int, Int, Int) {
    let isRefusal = response.status >= 400
    return (
      -fit(states), self.request.exampleDistance(from: request),
      -self.request.fieldCount, states.isEmpty && isRefusal ? 1 : 0, place
    )
  }
}
