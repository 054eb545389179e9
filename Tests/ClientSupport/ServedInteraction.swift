import Contracts
import Glibc
public import HTTPMessage
public import HTTPTransport
public import JSON
import MockServer
import MockSupport
public import Testing

/// An interaction of a contract that a mock server outside this process answers, alone: it knows
/// nothing else, so its own judgement tells whether a client asked as the contract says.
public struct ServedInteraction: Sendable, CustomTestStringConvertible {
  public let description: String
  /// The mock server's address, without a slash at the end.
  public let url: String
  private let request: RequestPattern
  private let response: HTTPResponse

  public var testDescription: String { description }

  /// Names the file with the addresses: for each contract by its name the list of its interactions'
  /// addresses, in file order, with null for those that no mock server has.
  static let variable = "UNDERSTUDY_MOCK_SERVERS"

  /// Skips a suite where nothing is served.
  public static let needed = ConditionTrait.enabled(
    if: getenv(variable) != nil,
    "needs \(variable), which Tests/Interop/pact/consume.py sets: Tests/Interop/run.sh pact")

  /// Those of a contract; none where nothing is served.
  public static func all(of contract: String) -> [ServedInteraction] {
    guard let file = getenv(variable).map({ String(cString: $0) }),
      let addresses = (try? JSONReader.value(of: FixtureSource.read(file) ?? []))?[contract]?.array
    else { return [] }
    do {
      let name = "contracts/\(contract).json"
      let interactions = try Contract.read(Repository.bytes(name), name: name).interactions
      return zip(interactions, addresses).compactMap(ServedInteraction.init)
    } catch {
      Issue.record("\(error)")
      return []
    }
  }

  private init?(_ interaction: Interaction, _ address: JSONValue) {
    guard case .http(let request, let response) = interaction.exchange, let url = address.string
    else { return nil }
    self.url = url
    self.request = request
    self.response = response.example
    description = ([interaction.description] + interaction.providerStates.map { "[\($0.name)]" })
      .joined(separator: " ")
  }

  /// The example request with an answer, the contract's unless another one is given, in the form of
  /// the recordings in `Exchanges`.
  public func recorded(_ answer: HTTPResponse? = nil) -> JSONValue {
    let example = request.example
    let answer = answer ?? response
    return [
      "name": .string(description),
      "request": [
        "method": .string(example.method.name),
        "path": .string(String(decoding: example.target.path, as: UTF8.self)),
        "query": .string(String(decoding: example.target.query ?? [], as: UTF8.self)),
        "headers": Self.object(example.fields), "body": Self.value(Array(example.body)),
      ],
      "response": [
        "status": .number(JSONNumber(answer.status.code)), "headers": Self.object(answer.fields),
        "body": Self.value(answer.body),
      ],
    ]
  }

  /// Why the contract's request is not the one that a client makes of it; nil when it is.
  public func objection(to sent: TransportRequest?) -> String? {
    guard let sent else { return "the client sends nothing" }
    let mismatches = request.mismatches(
      with: HTTPRequest(
        method: sent.method, target: HTTPTarget(sent.url).pathAndQuery, fields: sent.fields,
        body: sent.body ?? []))
    return mismatches.isEmpty ? nil : mismatches.map(\.words).joined(separator: "; ")
  }

  /// Tells whoever runs the mock servers why this one is not asked.
  public func leftOut(_ reason: String) {
    print("not asked: \(description): \(reason)")
  }

  private static func object(_ fields: HTTPFields) -> JSONValue {
    .object(JSONObject(fields.map { .init(key: $0.name.spelling, value: .string($0.value)) }))
  }

  private static func value(_ body: [UInt8]) -> JSONValue {
    if body.isEmpty { return .null }
    return (try? JSONReader.value(of: body)) ?? .string(String(decoding: body, as: UTF8.self))
  }
}
