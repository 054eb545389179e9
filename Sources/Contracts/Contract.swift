public import JSON

/// A contract file: what a consumer expects of a provider, as a list of interactions.
public struct Contract: Sendable {
  /// The file's name, as it stands in error messages.
  public let name: String
  public let consumer: String
  public let provider: String
  public let version: PactVersion
  public let interactions: [Interaction]
  let root: ContractNode

  /// The file's own members, as they were read.
  public var members: JSONObject { root.value.object ?? JSONObject() }
}

/// The generations of the file format.
public enum PactVersion: Int, Sendable, Comparable, CustomStringConvertible {
  case v1 = 1
  case v2
  case v3
  case v4

  public static func < (left: PactVersion, right: PactVersion) -> Bool {
    left.rawValue < right.rawValue
  }

  public var description: String { "V\(rawValue)" }
}

/// One thing a consumer does and what it expects to come back.
public struct Interaction: Sendable {
  public let description: String
  /// What identifies the interaction in the file, when the file says so.
  public let key: String?
  /// What must be true at the provider beforehand.
  public let providerStates: [ProviderStateCall]
  /// Whether a failure is reported without failing the run.
  public let pending: Bool
  public let comments: JSONObject
  public let exchange: Exchange
  let node: ContractNode

  /// Where the interaction begins in the file. Searched for when asked, because the search goes
  /// through the whole file.
  public var location: SourceLocation { node.location }
}

/// A provider state by name with its parameters.
public struct ProviderStateCall: Sendable, Equatable {
  public let name: String
  public let params: JSONObject

  public init(name: String, params: JSONObject = JSONObject()) {
    self.name = name
    self.params = params
  }
}

/// What an interaction exchanges.
public enum Exchange: Sendable {
  case http(request: RequestPattern, response: ResponsePattern)
  /// A message without an answer.
  case message(MessagePattern)
  /// A message with the messages that answer it, of which there may be none.
  case messageExchange(request: MessagePattern, responses: [MessagePattern])
}
