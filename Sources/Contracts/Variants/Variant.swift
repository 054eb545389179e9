public import HTTPMessage
public import JSON

/// One form that a member of a message may have besides the others: there, missing, or null.
public struct Variant: Sendable, Hashable, CustomStringConvertible {
  public enum Part: String, Sendable {
    case request
    case response
    /// Of a message.
    case contents
  }

  public enum Kind: String, Sendable, CaseIterable {
    case present
    case absent
    case null
  }

  public let part: Part
  /// `body`, `query`, `header` or `metadata`.
  public let category: String
  /// The path or name in it.
  public let member: String
  public let kind: Kind

  /// For example `response body $.instance.locality null`.
  public var description: String { "\(part.rawValue) \(category) \(member) \(kind.rawValue)" }

  /// The variant for machines.
  public var json: JSONValue {
    [
      "part": .string(part.rawValue), "category": .string(category), "member": .string(member),
      "variant": .string(kind.rawValue),
    ]
  }
}

extension Interaction {
  /// Every form that the interaction allows its members, where it allows more than one.
  public var variants: [Variant] {
    switch exchange {
    case .http(let request, let response): request.variants + response.variants
    case .message(let message): message.variants(of: .contents)
    case .messageExchange(let request, let responses):
      request.variants(of: .request) + (responses.first?.variants(of: .response) ?? [])
    }
  }
}

extension Interaction {
  /// The forms that an exchange has, which is an instance of this interaction.
  public func variants(in request: HTTPRequest, _ response: HTTPResponse) -> [Variant] {
    guard case .http(let asked, let answered) = exchange else { return [] }
    return asked.variants(in: request) + answered.variants(in: response)
  }

  /// The forms that an answer to this interaction's example lacks. One request has one form, so
  /// the request's own are not among them.
  public func unexercised(in answer: HTTPResponse) -> [Variant] {
    let seen: [Variant]
    switch exchange {
    case .http(_, let response): seen = response.variants(in: answer)
    case .message(let message): seen = message.variants(in: answer, of: .contents)
    case .messageExchange(_, let responses):
      seen = responses.first?.variants(in: answer, of: .response) ?? []
    }
    return variants.filter { $0.part != .request && !seen.contains($0) }
  }
}

extension MessagePattern {
  fileprivate func variants(in answer: HTTPResponse, of part: Variant.Part) -> [Variant] {
    variants(
      inContents: answer.body, metadata: Self.metadata(of: answer) ?? JSONObject(), of: part)
  }
}

extension RequestPattern {
  var variants: [Variant] {
    body.variants(of: .request)
      + Variant.optional(.request, "query", optionalQuery)
      + Variant.optional(.request, "header", headers.filter(\.isOptional).map(\.name))
  }

  /// The forms that the request has.
  public func variants(in request: HTTPRequest) -> [Variant] {
    body.variants(in: request.body, of: .request)
      + Variant.seen(.request, "query", optionalQuery) { name in
        request.target.queryItems.contains { $0.name.utf8.elementsEqual(name.utf8) }
      }
      + HeaderPattern.variants(in: request.fields, headers, of: .request)
  }
}

extension ResponsePattern {
  var variants: [Variant] {
    body.variants(of: .response)
      + Variant.optional(.response, "header", headers.filter(\.isOptional).map(\.name))
  }

  /// The forms that the response has.
  public func variants(in response: HTTPResponse) -> [Variant] {
    body.variants(in: response.body[...], of: .response)
      + HeaderPattern.variants(in: response.fields, headers, of: .response)
  }
}

extension MessagePattern {
  func variants(of part: Variant.Part) -> [Variant] {
    contents.variants(of: part) + Variant.optional(part, "metadata", optionalMetadata)
  }

  /// The forms that a message has.
  public func variants(
    inContents bytes: [UInt8], metadata actual: JSONObject, of part: Variant.Part = .contents
  ) -> [Variant] {
    contents.variants(in: bytes[...], of: part)
      + Variant.seen(part, "metadata", optionalMetadata) { actual[$0] != nil }
  }
}

extension Variant {
  fileprivate static func optional(
    _ part: Part, _ category: String, _ names: [String]
  ) -> [Variant] {
    names.flatMap { name in
      [Kind.present, .absent].map {
        Variant(part: part, category: category, member: name, kind: $0)
      }
    }
  }

  fileprivate static func seen(
    _ part: Part, _ category: String, _ names: [String], _ isThere: (String) -> Bool
  ) -> [Variant] {
    names.map { name in
      Variant(
        part: part, category: category, member: name, kind: isThere(name) ? .present : .absent)
    }
  }
}

extension HeaderPattern {
  fileprivate static func variants(
    in fields: HTTPFields, _ headers: [HeaderPattern], of part: Variant.Part
  ) -> [Variant] {
    Variant.seen(part, "header", headers.filter(\.isOptional).map(\.name)) { name in
      fields[HTTPFieldName(name)] != nil
    }
  }
}

extension BodyPattern {
  fileprivate func variants(of part: Variant.Part) -> [Variant] {
    variations.paths.flatMap { path in
      let kinds: [Variant.Kind] =
        [.present] + (variations.optional.contains(path) ? [.absent] : [])
        + (variations.nullable.contains(path) ? [.null] : [])
      return kinds.map { variant(path, $0, part) }
    }
  }

  fileprivate func variants(
    in bytes: ArraySlice<UInt8>, of part: Variant.Part
  ) -> [Variant] {
    guard !variations.isEmpty else { return [] }
    let value = actual(bytes)
    return variations.paths.flatMap { path in
      let kinds: Set<Variant.Kind> =
        path.steps.isEmpty && bytes.isEmpty
        ? [.absent] : value?.variants(at: path.steps[...]) ?? []
      return Variant.Kind.allCases.filter(kinds.contains).map { variant(path, $0, part) }
    }
  }

  private func variant(_ path: RulePath, _ kind: Variant.Kind, _ part: Variant.Part) -> Variant {
    Variant(part: part, category: "body", member: path.description, kind: kind)
  }

  /// A body that came, as far as members can be absent from it.
  private func actual(_ bytes: ArraySlice<UInt8>) -> JSONValue? {
    guard type?.isForm == true else { return try? JSONReader.value(of: bytes) }
    return .object(
      JSONObject(
        NamedValues(form: bytes).entries.map {
          .init(key: $0.name, value: .string($0.values.first ?? ""))
        }))
  }
}
