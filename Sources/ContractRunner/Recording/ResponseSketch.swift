import HTTPMessage
import JSON

/// Draws what a contract says of an answer: its status, its headers but for those that change by
/// themselves, and a body of the same types.
struct ResponseSketch {
  let redactor: Redactor
  let style: SketchStyle

  func members(_ response: HTTPResponse, to request: HTTPRequest) -> SketchedMessage {
    var message = SketchedMessage()
    var rules = RuleSketch()
    let status = JSONValue(integerLiteral: response.status.code)
    message.members["status"] = status
    message.identity["status"] = status
    let (headers, identity) = headers(response.fields, &rules)
    if !headers.isEmpty { message.members["headers"] = .object(headers) }
    message.identity["headers"] = .object(identity)
    if !response.body.isEmpty, request.method != .head {
      var body = BodySketch(redactor: redactor, style: style, isRequest: false)
      let found = body.bodyObject(response.body[...], type: response.fields[.contentType])
      message.members["body"] = found.object
      message.identity["body"] = found.identity
      for rule in body.rules.bodyRules { rules.add("body", rule.name, rule.rule) }
    }
    if let json = rules.json { message.members["matchingRules"] = json }
    return message
  }

  private func headers(
    _ fields: HTTPFields, _ rules: inout RuleSketch
  ) -> (headers: JSONObject, identity: JSONObject) {
    var (headers, identity) = (JSONObject(), JSONObject())
    for (name, line) in fields where !redactor.rules.leftOutOfResponses.contains(name.spelling) {
      var shown = line
      var known = line
      if redactor.hides(header: name) {
        shown = redactor.redactedLine(name, line)
        known = shown
        rules.add("header", name.spelling, RuleSketch.anyOfType)
      } else if name == "Location" || name == "Content-Location" {
        let place = LocationSketch(line, redactor: redactor, style: style)
        (shown, known) = (place.example, place.pattern ?? line)
        if let pattern = place.pattern {
          rules.add("header", name.spelling, RuleSketch.regex(pattern))
        }
      } else if let redacted = redactor.redacted(line) {
        (shown, known) = (redacted, redacted)
        rules.add("header", name.spelling, RuleSketch.anyOfType)
      } else if let shape = redactor.rules.shape(of: line) {
        if style.hasSteadyExamples { shown = shape.example }
        known = shape.name
        rules.add("header", name.spelling, shape.rule)
      } else if redactor.rules.anyText.contains(name.spelling) || line.contains("://") {
        if style.hasSteadyExamples { shown = redactor.placeholder }
        known = "text"
        rules.add("header", name.spelling, RuleSketch.anyOfType)
      }
      headers.addLine(name, shown)
      identity.addLine(name, known)
    }
    return (headers.sortedByName, identity.sortedByName)
  }
}

/// A URL that an answer points to: at whatever server, and with whatever identifiers.
struct LocationSketch {
  let example: String
  /// Nil when exactly this text is meant.
  let pattern: String?

  init(_ line: String, redactor: Redactor, style: SketchStyle) {
    let text = redactor.redacted(line) ?? line
    var (example, pattern) = ("", "")
    var rest = text[...]
    if let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }) {
      let authority = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
      rest = text[authority.endIndex...]
      example = style.hasSteadyExamples ? "http://localhost" : String(text[..<rest.startIndex])
      pattern = "https?://[^/?#]+"
    }
    let path = rest.prefix { $0 != "?" && $0 != "#" }
    for (place, segment) in path.split(separator: "/", omittingEmptySubsequences: false)
      .enumerated()
    {
      if place > 0 { (example, pattern) = (example + "/", pattern + "/") }
      let shape = redactor.rules.shape(of: String(segment))
      let isNumber = !segment.isEmpty && segment.utf8.allSatisfy { (0x30...0x39).contains($0) }
      let names = shape?.identifies ?? isNumber
      if let shape, names, style.hasSteadyExamples {
        example += shape.example
      } else {
        example += segment
      }
      pattern += names ? "[^/?#]+" : RuleSketch.escaped(segment)
    }
    let query = rest[path.endIndex...]
    example += query
    if !query.isEmpty { pattern += "[?#].*" }
    self.example = example
    self.pattern = pattern == RuleSketch.escaped(line) ? nil : pattern
  }
}
