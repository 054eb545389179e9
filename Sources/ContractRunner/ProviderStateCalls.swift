import Contracts
import HTTPClient
import HTTPMessage
import JSON

/// Brings a provider into the states that interactions need, in the official verifier's form.
struct ProviderStateCalls {
  private let connection: HTTPClientConnection

  init(_ url: HTTPURL, timeout: Int) {
    connection = HTTPClientConnection(url, timeout: timeout)
  }

  /// A state that was refused is the provider's failure; one that could not be asked for is not.
  struct Failure: Error {
    let outcome: InteractionResult.Outcome
  }

  /// Sets the states of an interaction.
  ///
  /// - Returns: the members of the JSON objects that the provider answered.
  func setUp(_ interaction: Interaction) throws(Failure) -> JSONObject {
    try Calls("setup", interaction, over: connection).finish()
  }

  /// Asks for the states of an interaction to be left; the answer is still to be taken.
  func beginTeardown(of interaction: Interaction) -> Calls {
    Calls("teardown", interaction, over: connection)
  }

  /// The calls for one interaction, the first of which is under way.
  struct Calls {
    private let action: String
    private let states: [ProviderStateCall]
    private let connection: HTTPClientConnection
    private let first: Result<HTTPClientConnection.Begun, HTTPClientError>?

    /// An interaction without states still gets a call, with the empty name, as the official
    /// verifier makes it.
    init(_ action: String, _ interaction: Interaction, over connection: HTTPClientConnection) {
      self.action = action
      self.connection = connection
      states =
        interaction.providerStates.isEmpty
        ? [ProviderStateCall(name: "")] : interaction.providerStates
      first = states.first.map { Self.begin(action, $0, over: connection) }
    }

    private static func begin(
      _ action: String, _ state: ProviderStateCall, over connection: HTTPClientConnection
    ) -> Result<HTTPClientConnection.Begun, HTTPClientError> {
      let url = connection.url
      let body: JSONValue = [
        "action": .string(action), "state": .string(state.name), "params": .object(state.params),
      ]
      let request = HTTPRequest(
        method: .post, target: url.path.isEmpty ? "/" : url.path,
        fields: [.host: url.authority, .contentType: "application/json"],
        body: JSONWriter.compact(body))
      return Result { () throws(HTTPClientError) in try connection.begin(request) }
    }

    /// Takes the answers, one call after the other.
    ///
    /// - Returns: the members of the JSON objects among them.
    @discardableResult
    func finish() throws(Failure) -> JSONObject {
      var values = JSONObject()
      for (place, state) in states.enumerated() {
        let begun = place == 0 ? first : nil
        let response = try answer(begun ?? Self.begin(action, state, over: connection))
        guard (200..<300).contains(response.status.code) else {
          let text = String(decoding: response.body.prefix(400), as: UTF8.self)
          throw Failure(
            outcome: .stateFailed(
              "\(action) of \"\(state.name)\" was answered \(response.status): \(text)"))
        }
        if let answer = try? JSONReader.value(of: response.body), let members = answer.object {
          values.take(members)
        }
      }
      return values
    }

    private func answer(
      _ begun: Result<HTTPClientConnection.Begun, HTTPClientError>
    ) throws(Failure) -> HTTPResponse {
      do throws(HTTPClientError) {
        return try connection.finish(try begun.get())
      } catch {
        throw Failure(outcome: .noAnswer(error))
      }
    }
  }
}

extension JSONObject {
  /// Takes over the members of another object.
  mutating func take(_ other: JSONObject) {
    for member in other.members { self[member.key] = member.value }
  }
}
