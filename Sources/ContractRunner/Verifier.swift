public import Contracts
public import HTTPClient
public import HTTPMessage
import Glibc
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
  /// Where messages are asked for, in the official verifier's form; nil plays no messages.
  public let messages: HTTPURL?
  /// What generators in requests draw from, anew for each interaction.
  public let generating: @Sendable () -> GeneratorContext

  public init(
    provider: HTTPURL, states: HTTPURL?, fields: HTTPFields, timeout: Int,
    messages: HTTPURL? = nil,
    generating: @escaping @Sendable () -> GeneratorContext = { GeneratorContext.atRandom }
  ) {
    self.provider = provider
    self.states = states
    self.fields = fields
    self.timeout = timeout
    self.messages = messages
    self.generating = generating
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
      states: states.map { HTTPClientConnection($0, timeout: timeout) },
      messages: messages.map { HTTPClientConnection($0, timeout: timeout) })
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
    let messages: HTTPClientConnection?
  }

  private func play(
    _ interaction: Interaction, of contract: Contract, over connections: Connections
  ) -> InteractionResult {
    let question = interaction.messageQuestion
    if question != nil, connections.messages == nil {
      return InteractionResult(
        contract, interaction, outcome: .notPlayed("messages are asked for where --messages says"))
    }
    var context = generating()
    do throws(StateChangeFailure) {
      context.providerState = try change(interaction, "setup", over: connections.states)
    } catch {
      return InteractionResult(contract, interaction, outcome: error.outcome)
    }
    var result: InteractionResult
    if let question, let messages = connections.messages {
      result = ask(question, of: interaction, in: contract, over: messages)
    } else {
      result = send(interaction, of: contract, &context, over: connections.provider)
    }
    do throws(StateChangeFailure) {
      _ = try change(interaction, "teardown", over: connections.states)
    } catch {
      if result.outcome.isPassed { result.outcome = error.outcome }
    }
    return result
  }

  private func send(
    _ interaction: Interaction, of contract: Contract, _ context: inout GeneratorContext,
    over connection: HTTPClientConnection
  ) -> InteractionResult {
    guard case .http(let pattern, let expected) = interaction.exchange else {
      return InteractionResult(contract, interaction, outcome: .notPlayed("it is not HTTP"))
    }
    let request = request(pattern.example(generating: &context))
    var result = InteractionResult(contract, interaction, request: request, url: provider)
    result.shortfalls = context.shortfalls
    return exchange(request, result, over: connection) { expected.mismatches(with: $0) }
  }

  /// Asks for a message. Of the answers in an exchange of messages the first is judged, as the
  /// official verifier does.
  private func ask(
    _ question: JSONValue, of interaction: Interaction, in contract: Contract,
    over connection: HTTPClientConnection
  ) -> InteractionResult {
    let request = HTTPRequest(
      method: .post, target: connection.url.path.isEmpty ? "/" : connection.url.path,
      fields: [.host: connection.url.authority, .contentType: "application/json"],
      body: JSONWriter.compact(question))
    let url = HTTPURL(host: connection.url.host, port: connection.url.port)
    let result = InteractionResult(contract, interaction, request: request, url: url)
    return exchange(request, result, over: connection) { answer in
      switch interaction.exchange {
      case .http: []
      case .message(let message): message.mismatches(with: answer)
      case .messageExchange(_, let responses):
        responses.first?.mismatches(with: answer) ?? []
      }
    }
  }

  private func exchange(
    _ request: HTTPRequest, _ result: InteractionResult, over connection: HTTPClientConnection,
    mismatches: (HTTPResponse) -> [Mismatch]
  ) -> InteractionResult {
    var result = result
    do throws(HTTPClientError) {
      let response = try connection.exchange(request)
      let mismatches = mismatches(response)
      result.response = response
      result.outcome = mismatches.isEmpty ? .passed : .failed(mismatches)
      if mismatches.isEmpty {
        result.unexercised = result.interaction.unexercised(in: response)
      }
    } catch {
      result.outcome = .noAnswer(error)
    }
    return result
  }

  /// The contract's example with the provider's address, and the lines given for all requests.
  private func request(_ example: HTTPRequest) -> HTTPRequest {
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
  ///
  /// - Returns: the states' parameters, and over them the members of the JSON objects that the
  ///   provider answered.
  private func change(
    _ interaction: Interaction, _ action: String, over states: HTTPClientConnection?
  ) throws(StateChangeFailure) -> JSONObject {
    var values = JSONObject()
    for state in interaction.providerStates { values.take(state.params) }
    guard let states else { return values }
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
      if let answer = try? JSONReader.value(of: response.body), let members = answer.object {
        values.take(members)
      }
    }
    return values
  }
}

extension JSONObject {
  /// Takes over the members of another object.
  fileprivate mutating func take(_ other: JSONObject) {
    for member in other.members { self[member.key] = member.value }
  }
}

extension GeneratorContext {
  /// Another seed each time, and this machine's clock.
  public static var atRandom: GeneratorContext {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return GeneratorContext(
      seed: UInt64.random(in: 0...UInt64.max), now: CalendarTime(secondsSince1970: time.tv_sec),
      millisecond: time.tv_nsec / 1_000_000)
  }
}
