public import Contracts
public import HTTPClient
public import HTTPMessage
import JSON

/// Replays the interactions of a contract against a provider and compares what it answers.
public struct Verifier: Sendable {
  /// Where the provider is; its path is put in front of every interaction's.
  public let provider: HTTPURL
  /// Where provider states are set, in the official verifier's form; nil leaves the provider as it is.
  public let states: HTTPURL?
  /// Lines that every request carries, for example a real token. They replace lines of the same name.
  public let fields: HTTPFields
  /// For each step, in milliseconds.
  public let timeout: Int

  public init(provider: HTTPURL, states: HTTPURL?, fields: HTTPFields, timeout: Int) {
    self.provider = provider
    self.states = states
    self.fields = fields
    self.timeout = timeout
  }

  /// Plays the interactions that `filter` lets through, in file order.
  ///
  /// - Parameter progress: told each result as it is there.
  /// - Returns: all results. They end early when nothing can be connected to.
  public func verify(
    _ contract: Contract, filter: (Interaction) -> Bool = { _ in true },
    progress: (InteractionResult) -> Void = { _ in }
  ) -> [InteractionResult] {
    let connections = Connections(
      provider: HTTPClientConnection(provider, timeout: timeout),
      states: states.map { HTTPClientConnection($0, timeout: timeout) })
    var results: [InteractionResult] = []
    for interaction in contract.interactions where filter(interaction) {
      let result = play(interaction, of: contract, over: connections)
      results.append(result)
      progress(result)
      if result.isUnreachable { break }
    }
    return results
  }

  /// Kept from interaction to interaction.
  private struct Connections {
    let provider: HTTPClientConnection
    let states: HTTPClientConnection?
  }

  private func play(
    _ interaction: Interaction, of contract: Contract, over connections: Connections
  ) -> InteractionResult {
    guard case .http(let pattern, let expected) = interaction.exchange else {
      return InteractionResult(
        contract, interaction, outcome: .notPlayed("only HTTP can be replayed"))
    }
    do throws(StateChangeFailure) {
      try change(interaction, "setup", over: connections.states)
    } catch {
      return InteractionResult(contract, interaction, outcome: error.outcome)
    }
    let request = request(of: pattern)
    var result = InteractionResult(contract, interaction, request: request, url: provider)
    do throws(HTTPClientError) {
      let response = try connections.provider.exchange(request)
      let mismatches = expected.mismatches(with: response)
      result.response = response
      result.outcome = mismatches.isEmpty ? .passed : .failed(mismatches)
    } catch {
      result.outcome = .noAnswer(error)
    }
    do throws(StateChangeFailure) {
      try change(interaction, "teardown", over: connections.states)
    } catch {
      if result.outcome.isPassed { result.outcome = error.outcome }
    }
    return result
  }

  /// The contract's example with the provider's address, and the lines given for all requests.
  private func request(of pattern: RequestPattern) -> HTTPRequest {
    let example = pattern.example
    var all: HTTPFields = [.host: provider.authority]
    for (name, value) in example.fields where fields.value(name) == nil && name != .host {
      all.append(name, value)
    }
    for (name, value) in fields { all.append(name, value) }
    let target = provider.path + String(decoding: example.target.raw, as: UTF8.self)
    return HTTPRequest(
      method: example.method, target: target, fields: all, body: Array(example.body))
  }

  // MARK: Provider states

  /// A state that was refused is the provider's failure; one that could not be asked for is not.
  private struct StateChangeFailure: Error {
    let outcome: InteractionResult.Outcome
  }

  /// An interaction without states still gets a call, with the empty name, as the official verifier
  /// makes it.
  private func change(
    _ interaction: Interaction, _ action: String, over states: HTTPClientConnection?
  ) throws(StateChangeFailure) {
    guard let states else { return }
    let wanted =
      interaction.providerStates.isEmpty
      ? [ProviderStateCall(name: "")] : interaction.providerStates
    for state in wanted {
      let body: JSONValue = [
        "action": .string(action), "state": .string(state.name), "params": .object(state.params),
      ]
      let request = HTTPRequest(
        method: .post, target: states.url.path.isEmpty ? "/" : states.url.path,
        fields: [.host: states.url.authority, .contentType: "application/json"],
        body: JSONWriter.compact(body))
      let response: HTTPResponse
      do throws(HTTPClientError) {
        response = try states.exchange(request)
      } catch {
        throw StateChangeFailure(outcome: .noAnswer(error))
      }
      guard (200..<300).contains(response.status.code) else {
        let text = String(decoding: response.body.prefix(400), as: UTF8.self)
        throw StateChangeFailure(
          outcome: .stateFailed(
            "\(action) of \"\(state.name)\" was answered \(response.status): \(text)"))
      }
    }
  }
}
