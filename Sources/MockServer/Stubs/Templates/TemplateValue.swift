import HTTPMessage
import JSON

/// What an expression of a template gives.
enum TemplateValue {
  case json(JSONValue)
  /// The values of one name in a request: as a text, the first of them.
  case values([String])
  /// A path: as a text the whole, with segments and, from the stub's template, variables.
  case path(String, variables: [(name: String, value: String)])
  /// The parts of a request.
  case request
  /// Names with values, as headers have them.
  case names([(name: String, value: String)], ignoresCase: Bool)

  static let nothing = TemplateValue.json(.null)

  static func text(_ text: String) -> TemplateValue { .json(.string(text)) }

  var text: String {
    switch self {
    case .json(.null), .request, .names: ""
    case .json(.string(let text)): text
    case .json(let value): value.description
    case .values(let values): values.first ?? ""
    case .path(let text, _): text
    }
  }

  var json: JSONValue {
    switch self {
    case .json(let value): value
    case .values(let values):
      values.count == 1 ? .string(values[0]) : .array(values.map { .string($0) })
    case .names(let pairs, _):
      .object(JSONObject(pairs.map { .init(key: $0.name, value: .string($0.value)) }))
    case .path, .request: .string(text)
    }
  }

  /// Handlebars' truth: all but null, false, 0, and what is empty.
  var isTrue: Bool {
    switch self {
    case .json(.null), .json(.bool(false)): false
    case .json(.bool(true)), .request: true
    case .json(.number(let number)): number.double != 0
    case .json(.string(let text)): !text.isEmpty
    case .json(.array(let elements)): !elements.isEmpty
    case .json(.object): true
    case .values(let values): !(values.first ?? "").isEmpty
    case .path(let text, _): !text.isEmpty
    case .names(let pairs, _): !pairs.isEmpty
    }
  }

  /// What a loop goes over.
  var elements: [(key: String?, value: TemplateValue)] {
    switch self {
    case .json(.array(let elements)): elements.map { (nil, .json($0)) }
    case .json(.object(let object)): object.members.map { ($0.key, .json($0.value)) }
    case .values(let values): values.map { (nil, .text($0)) }
    case .path(let text, _): PathText.segments(of: text).map { (nil, .text($0)) }
    case .names(let pairs, _): pairs.map { ($0.name, .text($0.value)) }
    case .json, .request: []
    }
  }

  /// A member or element; nil when there is none.
  func member(_ name: String, of request: SeenRequest, _ variables: [(name: String, value: String)])
    -> TemplateValue?
  {
    switch self {
    case .request: return Self.part(name, of: request, variables)
    case .json(let value):
      if let object = value.object, let member = object[name] { return .json(member) }
      return element(name)
    case .names(let pairs, let ignoresCase):
      let wanted = ignoresCase ? name.lowercased() : name
      let values = pairs.filter {
        ($0.name == wanted) || (ignoresCase && $0.name.lowercased() == wanted)
      }
      return values.isEmpty ? nil : .values(values.map(\.value))
    case .path(_, let variables):
      return variables.first { $0.name == name }.map { .text($0.value) } ?? element(name)
    case .values: return element(name)
    }
  }

  private func element(_ name: String) -> TemplateValue? {
    let all = elements
    switch name {
    case "first": return all.first?.value
    case "last": return all.last?.value
    case "size", "length": return .json(.number(JSONNumber(all.count)))
    default: return Int(name).flatMap { all.indices.contains($0) ? all[$0].value : nil }
    }
  }

  private static func part(
    _ name: String, of request: SeenRequest, _ variables: [(name: String, value: String)]
  ) -> TemplateValue? {
    switch name {
    case "method": .text(request.method)
    case "url": .text(request.url)
    case "path": .path(request.path, variables: variables)
    case "pathSegments":
      .json(.array(PathText.segments(of: request.path).map { .string($0) }))
    case "query": .names(request.query, ignoresCase: false)
    case "headers":
      .names(
        request.http.fields.map { (name: $0.name.spelling, value: $0.value) }, ignoresCase: true)
    case "cookies": .names(request.cookies, ignoresCase: false)
    case "body": .text(request.body.text)
    case "bodyAsBase64": .text(Base64.encode(request.body.bytes))
    case "baseUrl": .text("\(request.scheme)://\(request.http.fields[.host] ?? "")")
    case "scheme": .text(request.scheme)
    case "host": .text(request.host)
    case "port": request.port.map { .json(.number(JSONNumber($0))) }
    case "clientIp": request.clientIP.map { .text($0) }
    default: nil
    }
  }
}
