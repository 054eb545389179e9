/// What all messages of a connector have in common.
struct ConnectorSettings: Sendable {
  let prefix: String
  /// Without slashes at the end.
  let dataNode: String?
  /// Without slashes at both ends.
  let threddsPath: String?
  let testPublication: Bool
  let consumerSolrURL: String?
  let clock: MessagingClock

  func requireDataNode(for purpose: String) throws(PIDError) -> String {
    guard let dataNode else {
      throw .argument("No data node was given (data_node), but it is mandatory for \(purpose)")
    }
    return dataNode
  }

  static func trimmedEnd(_ text: String) -> String {
    var text = text[...]
    while text.hasSuffix("/") { text.removeLast() }
    return String(text)
  }

  static func trimmed(_ text: String) -> String { trimmedEnd(String(text.drop { $0 == "/" })) }
}
