public import HTTPMessage
public import JSON

extension Interaction {
  /// What a provider is asked for a message, in the official verifier's form: `description`,
  /// `request` where the message is an answer, `providerStates` where there are any. Nil for HTTP.
  public var messageQuestion: JSONValue? {
    if case .http = exchange { return nil }
    var question = JSONObject([.init(key: "description", value: .string(description))])
    if case .messageExchange = exchange, let request = node["request"] {
      question["request"] = request.value
    }
    if !providerStates.isEmpty {
      question["providerStates"] = .array(
        providerStates.map { ["name": .string($0.name), "params": .object($0.params)] })
    }
    return .object(question)
  }
}

extension MessagePattern {
  /// Each way in which the answer to ``Interaction/messageQuestion`` is no message of this kind: its
  /// body is the contents, `Content-Type` their type, `Pact-Message-Metadata` the metadata as JSON in
  /// base 64.
  public func mismatches(with answer: HTTPResponse) -> [Mismatch] {
    guard (200..<300).contains(answer.status.code) else {
      let text = Difference.shown(String(decoding: answer.body.prefix(200), as: UTF8.self))
      return [
        Mismatch(
          .status,
          Difference(
            expected: "a success (200-299) with a message",
            actual: "\(answer.status.code): \(text)"))
      ]
    }
    guard let metadata = Self.metadata(of: answer) else {
      let header = answer.fields[Self.metadataField] ?? ""
      return [
        Mismatch(
          .header, at: "\(Self.metadataField)",
          Difference(expected: "a JSON object in base 64", actual: Difference.shown(header)))
      ]
    }
    return mismatches(
      withContents: answer.body, contentType: answer.fields[.contentType], metadata: metadata)
  }

  /// The metadata that an answer carries; nil when they can't be read.
  static func metadata(of answer: HTTPResponse) -> JSONObject? {
    var metadata = JSONObject()
    if let type = answer.fields[.contentType] { metadata["contentType"] = .string(type) }
    guard let header = answer.fields[metadataField] else { return metadata }
    guard let bytes = Base64.decode(header),
      let entries = (try? JSONReader.value(of: bytes))?.object
    else { return nil }
    for entry in entries.members { metadata[entry.key] = entry.value }
    return metadata
  }

  private static let metadataField: HTTPFieldName = "Pact-Message-Metadata"
}
