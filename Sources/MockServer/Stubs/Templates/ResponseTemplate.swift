import JSON

/// A text with parts that are filled in for each request: the Handlebars that WireMock's users write.
struct ResponseTemplate: Sendable {
  let text: String
  let nodes: [Node]

  /// - Throws: ``TemplateError`` when it can't be read, or calls what there is not.
  init(_ text: String) throws(TemplateError) {
    self.text = text
    var parser = TemplateParser(text)
    nodes = try parser.template()
  }

  /// Whether all of it is text.
  var isFixed: Bool { nodes.allSatisfy { if case .text = $0 { true } else { false } } }

  /// A part of a template.
  indirect enum Node: Sendable {
    case text(String)
    case value(Expression)
    case block(Block)
  }

  /// `{{#name … as |element place|}} body {{else}} otherwise {{/name}}`
  struct Block: Sendable {
    let call: Call
    /// What the body calls that which the block goes over, and its place or key.
    let names: [String]
    var body: [Node] = []
    var otherwise: [Node] = []
  }

  /// What gives a value.
  indirect enum Expression: Sendable {
    case literal(JSONValue)
    case path(Path)
    case call(Call)
  }

  /// A helper with its arguments.
  struct Call: Sendable {
    let name: String
    let arguments: [Expression]
    let options: [(name: String, value: Expression)]

    func option(_ name: String) -> Expression? { options.first { $0.name == name }?.value }
  }

  /// `../request.headers.[X-Id].[0]`, taken apart.
  struct Path: Sendable {
    /// How many contexts further out it begins.
    let up: Int
    let names: [String]
  }
}

/// Why and where a text is no template.
struct TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
  let reason: String
  /// Characters (Unicode scalars) before the place.
  let offset: Int

  var description: String { "character \(offset + 1): \(reason)" }
}
