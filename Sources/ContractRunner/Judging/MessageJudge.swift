public import Contracts
import HTTPMessage
public import JSON

/// A message as somebody sent it.
public struct SentMessage: Sendable {
  public let contents: [UInt8]
  public let contentType: String?
  /// Names with values that travelled beside the contents.
  public let metadata: JSONObject

  public init(contents: [UInt8], contentType: String?, metadata: JSONObject) {
    self.contents = contents
    self.contentType = contentType
    self.metadata = metadata
  }

  /// A line that tells it from others: the texts of its metadata, its type aside.
  public var title: String {
    let texts = metadata.members.filter { $0.key != "contentType" && $0.value.string != nil }
    return (["message"] + texts.map { "\($0.key)=\($0.value.string ?? "")" })
      .joined(separator: " ")
  }
}

/// Judges what is sent as a message by a contract.
public struct MessageJudge: Sendable {
  public let contract: Contract
  /// With their places in the contract.
  private let patterns: [(place: Int, pattern: MessagePattern)]
  /// The names of metadata that tell the contract's messages apart.
  private let addresses: Set<String>

  private static let nearMissesShown = 3

  public init(_ contract: Contract) {
    self.contract = contract
    let patterns = contract.interactions.enumerated().compactMap { place, interaction in
      interaction.exchange.sentMessage.map { (place: place, pattern: $0) }
    }
    self.patterns = patterns
    let names = Set(patterns.flatMap(\.pattern.metadata.keys))
    addresses = names.filter { name in
      guard let first = patterns.first?.pattern.metadata[name] else { return true }
      return patterns.contains { $0.pattern.metadata[name] != first }
    }.subtracting(["contentType", "Content-Type"])
  }

  /// Whether the contract speaks of messages.
  public var hasMessages: Bool { !patterns.isEmpty }

  /// The verdict is never that an answer differs: there is none.
  public func judge(_ message: SentMessage) -> Judge.Verdict {
    var covered: [Int] = []
    var resembling: [Judge.NearMiss] = []
    for (place, pattern) in patterns {
      let mismatches = pattern.mismatches(
        withContents: message.contents, contentType: message.contentType,
        metadata: message.metadata)
      if mismatches.isEmpty {
        covered.append(place)
      } else if pattern.isMeant(by: mismatches, addresses: addresses) {
        resembling.append(
          Judge.NearMiss(interaction: contract.interactions[place], mismatches: mismatches))
      }
    }
    if !covered.isEmpty { return .covered(covered) }
    if resembling.isEmpty { return .uncovered }
    let nearest = resembling.sorted { $0.mismatches.count < $1.mismatches.count }
    return .breach(Array(nearest.prefix(Self.nearMissesShown)))
  }
}

extension RunReport.Message {
  /// A message, with its metadata as fields.
  init(_ message: SentMessage) {
    self.init(metadata: message.metadata, message.contents)
  }

  init(_ pattern: MessagePattern) { self.init(metadata: pattern.metadata, pattern.example) }

  private init(metadata: JSONObject, _ contents: [UInt8]) {
    var fields = HTTPFields()
    for entry in metadata.members {
      fields.append(HTTPFieldName(entry.key), entry.value.string ?? entry.value.description)
    }
    self.init("message", fields: fields, body: contents)
  }
}
