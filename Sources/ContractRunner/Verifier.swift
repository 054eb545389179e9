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
      states: states.map { ProviderStateCalls($0, timeout: timeout) },
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
    let states: ProviderStateCalls?
    let messages: HTTPClientConnection?
  }

  private func play(
    _ interaction: Interaction, of contract: Contract, over connections: Connections
  ) -> InteractionResult {
    let question = interaction.messageQuestion
    let connection = question == nil ? connections.provider : connections.messages
    guard let connection else {
      return InteractionResult(
        contract, interaction, outcome: .notPlayed("messages are asked for where --messages says"))
    }
    var context = generating()
    var values = JSONObject()
    for state in interaction.providerStates { values.take(state.params) }
    do throws(ProviderStateCalls.Failure) {
      if let answered = try connections.states?.setUp(interaction) { values.take(answered) }
      context.providerState = values
    } catch {
      return InteractionResult(contract, interaction, outcome: error.outcome)
    }
    var result = prepare(interaction, of: contract, question, &context, connection.url)
    exchange(&result, over: connection)
    // While its answer is judged, the provider changes its state back.
    let teardown = connections.states?.beginTeardown(of: interaction)
    judge(&result)
    do throws(ProviderStateCalls.Failure) {
      try teardown?.finish()
    } catch {
      if result.outcome.isPassed { result.outcome = error.outcome }
    }
    return result
  }

  /// A result that tells what will be asked.
  private func prepare(
    _ interaction: Interaction, of contract: Contract, _ question: JSONValue?,
    _ context: inout GeneratorContext, _ url: HTTPURL
  ) -> InteractionResult {
    switch interaction.exchange {
    case .http(let pattern, _):
      let request = request(pattern.example(generating: &context))
      var result = InteractionResult(contract, interaction, request: request, url: provider)
      result.shortfalls = context.shortfalls
      return result
    case .message, .messageExchange:
      let request = HTTPRequest(
        method: .post, target: url.path.isEmpty ? "/" : url.path,
        fields: [.host: url.authority, .contentType: "application/json"],
        body: JSONWriter.compact(question ?? .null))
      return InteractionResult(
        contract, interaction, request: request, url: HTTPURL(host: url.host, port: url.port))
    }
  }

  private func exchange(_ result: inout InteractionResult, over connection: HTTPClientConnection) {
    guard let request = result.request else { return }
    do throws(HTTPClientError) {
      result.response = try connection.exchange(request)
    } catch {
      result.outcome = .noAnswer(error)
    }
  }

  /// Of the answers in an exchange of messages the first is judged, as the official verifier does.
  private func judge(_ result: inout InteractionResult) {
    guard let response = result.response else { return }
    let mismatches =
      switch result.interaction.exchange {
      case .http(_, let expected): expected.mismatches(with: response)
      case .message(let message): message.mismatches(with: response)
      case .messageExchange(_, let responses):
        responses.first?.mismatches(with: response) ?? []
      }
    result.outcome = mismatches.isEmpty ? .passed : .failed(mismatches)
    if mismatches.isEmpty { result.unexercised = result.interaction.unexercised(in: response) }
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
