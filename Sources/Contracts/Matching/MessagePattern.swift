public import JSON

/// The message that a contract describes: what a provider publishes or a consumer takes from a queue.
public struct MessagePattern: Sendable {
  /// Names with values that travel beside the contents.
  public let metadata: JSONObject
  var contents: BodyPattern
  /// Names of metadata that may be absent.
  var optionalMetadata: [String] = []
  let matching: MessageRules
  let generators: MessageGenerators

  /// Every rule list with its place.
  public var rules: [RuleUse] { matching.uses }

  /// The bytes of the example.
  public var example: [UInt8] { contents.example }

  /// Each way in which a message is another than the contract describes.
  ///
  /// Messages are lax, as responses are: members and metadata that the contract lacks are fine.
  ///
  /// - Parameters:
  ///   - bytes: the contents that came.
  ///   - contentType: their type, when known.
  ///   - actual: the metadata that came.
  public func mismatches(
    withContents bytes: [UInt8], contentType: String?, metadata actual: JSONObject
  ) -> [Mismatch] {
    metadata.members.flatMap { member in
      metadataMismatches(member.key, member.value, actual[member.key])
    }
      + contents.mismatches(
        with: bytes[...], type: contentType, rules: matching.body, isStrict: false)
  }

  private func metadataMismatches(
    _ name: String, _ expected: JSONValue, _ actual: JSONValue?
  ) -> [Mismatch] {
    guard let actual else {
      if optionalMetadata.contains(name) { return [] }
      let wanted = Difference(expected: Difference.shown(expected), actual: Difference.missing)
      return [Mismatch(.metadata, at: name, wanted)]
    }
    guard let list = matching.metadata.last(where: { $0.name == name })?.list else {
      if Self.isContentType(name), let wanted = expected.string, let came = actual.string {
        return HeaderComparison(name: "Content-Type", expected: [wanted], rules: nil)
          .mismatches(with: [came]).map {
            Mismatch(.metadata, at: name, Difference(expected: $0.expected, actual: $0.actual))
          }
      }
      if expected == actual { return [] }
      return [Mismatch(.metadata, at: name, Difference(expected, actual))]
    }
    return list.complaints { rule in
      rule.objection(to: actual, example: expected, isCascaded: false).map {
        [Mismatch(.metadata, at: name, rule: rule.name, $0)]
      } ?? []
    }
  }
}

extension MessagePattern {
  /// The entry with the contents' type, which is compared as the header is: parameters may be added.
  private static func isContentType(_ name: String) -> Bool {
    ["contenttype", "content-type"].contains(name.lowercased())
  }

  /// The content type that the metadata or the contents tell.
  public var contentType: String? {
    metadata["contentType"]?.string ?? metadata["Content-Type"]?.string ?? contents.ownType
  }
}
