public import HTTPMessage
public import JSON

extension RequestPattern {
  /// The request to send, with what its generators make in place of the examples.
  public func example(generating context: inout GeneratorContext) -> HTTPRequest {
    HTTPRequest(
      method: HTTPMethod(
        Generator.text(generators.method, for: method, &context).uppercased()),
      target: Self.encoded(Generator.text(generators.path, for: path, &context))
        + query.generating(generators.query, &context).encoded,
      fields: HeaderPattern.fields(
        HeaderPattern.generating(headers, generators.header, &context), body),
      body: body.example(generators.body, &context))
  }
}

extension RequestPattern {
  /// A generated path with what can't stand in a request line percent-encoded.
  private static func encoded(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let bytes = path.utf8.flatMap { byte in
      byte > 0x20 && byte != 0x7F
        ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension ResponsePattern {
  /// The response to give, with what its generators make in place of the examples.
  public func example(generating context: inout GeneratorContext) -> HTTPResponse {
    let status = Int(Generator.text(generators.status, for: String(status), &context))
    return HTTPResponse(
      status: HTTPStatus(status.flatMap { (100...599).contains($0) ? $0 : nil } ?? self.status),
      fields: HeaderPattern.fields(
        HeaderPattern.generating(headers, generators.header, &context), body),
      body: body.example(generators.body, &context))
  }
}

extension MessagePattern {
  /// A message to publish.
  public struct Example: Sendable {
    public let contents: [UInt8]
    /// The type that the metadata or the contents tell.
    public let contentType: String?
    public let metadata: JSONObject
  }

  /// The message to publish, with what its generators make in place of the examples.
  public func example(generating context: inout GeneratorContext) -> Example {
    var metadata = metadata
    for (name, generator) in generators.metadata {
      guard let example = metadata[name] else { continue }
      metadata[name] = generator.value(for: example, &context) ?? example
    }
    return Example(
      contents: contents.example(generators.body, &context), contentType: contentType,
      metadata: metadata)
  }
}

extension BodyPattern {
  /// The bytes to send. Generators work on JSON by path, on forms by field, and on text under `$`.
  fileprivate func example(
    _ generators: [(path: RulePath, generator: Generator)], _ context: inout GeneratorContext
  ) -> [UInt8] {
    guard !generators.isEmpty else { return example }
    switch content {
    case .unspecified, .empty, .null: return example
    case .json(let value): return JSONWriter.compact(value.generating(generators, &context))
    case .bytes(let bytes) where type?.isForm == true:
      let named = generators.compactMap { path, generator in
        path.steps.first.flatMap { step -> (name: String, generator: Generator)? in
          guard case .name(let name) = step else { return nil }
          return (name, generator)
        }
      }
      let encoded = NamedValues(form: bytes[...]).generating(named, &context).encoded
      return Array(encoded.utf8.dropFirst())
    case .bytes(let bytes):
      for (path, generator) in generators where path.steps.isEmpty {
        let example = String(decoding: bytes, as: UTF8.self)
        return Array(Generator.text(generator, for: example, &context).utf8)
      }
      return bytes
    }
  }
}

extension Generator {
  /// A text in place of another one.
  fileprivate static func text(
    _ generator: Generator?, for example: String, _ context: inout GeneratorContext
  ) -> String {
    guard let value = generator?.value(for: .string(example), &context) else { return example }
    return value.string ?? value.description
  }
}

extension NamedValues {
  fileprivate func generating(
    _ generators: [(name: String, generator: Generator)], _ context: inout GeneratorContext
  ) -> NamedValues {
    var result = self
    for (name, generator) in generators {
      for place in result.entries.indices
      where result.entries[place].name.utf8.elementsEqual(name.utf8) {
        result.entries[place].values = result.entries[place].values.map {
          Generator.text(generator, for: $0, &context)
        }
      }
    }
    return result
  }
}

extension HeaderPattern {
  /// Headers with generated lines. What can't stand in a header leaves the example as it is.
  fileprivate static func generating(
    _ headers: [HeaderPattern], _ generators: [(name: String, generator: Generator)],
    _ context: inout GeneratorContext
  ) -> [HeaderPattern] {
    guard !generators.isEmpty else { return headers }
    return headers.map { header in
      guard
        let generator = generators.last(where: {
          HTTPFieldName($0.name) == HTTPFieldName(header.name)
        })?.generator
      else { return header }
      return HeaderPattern(
        name: header.name,
        lines: header.lines.map { line in
          let text = Generator.text(generator, for: line, &context)
          if isSendable(text) { return text }
          context.shortfalls.append("header \(header.name) can't have control characters")
          return line
        })
    }
  }
}
