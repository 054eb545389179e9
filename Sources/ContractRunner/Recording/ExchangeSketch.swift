import HTTPMessage
import JSON

/// An interaction as it is drawn from one exchange.
public struct SketchedInteraction: Sendable {
  /// Method, target and status in words: not yet different from that of others.
  let title: String
  /// `request` and `response` in the form of V4.
  let request: JSONObject
  let response: JSONObject
  /// Equal for exchanges that need to be recorded only once.
  let identity: [UInt8]

  /// The interaction under a description of its own.
  func json(description: String, comments: JSONObject = JSONObject()) -> JSONValue {
    var members: JSONObject = JSONObject([
      .init(key: "type", value: "Synchronous/HTTP"),
      .init(key: "description", value: .string(description)),
      .init(key: "request", value: .object(request)),
      .init(key: "response", value: .object(response)),
    ])
    if !comments.isEmpty { members["comments"] = .object(comments) }
    return .object(members)
  }
}

/// Draws an interaction from an exchange: the one place that decides what a recorded contract says.
struct ExchangeSketch {
  let redactor: Redactor
  var style = SketchStyle()

  private var rules: RecordingRules { redactor.rules }

  func interaction(_ request: HTTPRequest, _ response: HTTPResponse) -> SketchedInteraction {
    // The answer first: its secrets are then known where the request repeats them.
    var style = style
    if style.hasSteadyExamples { style.authority = request.fields[.host] }
    let answer = ResponseSketch(redactor: redactor, style: style).members(response, to: request)
    let asked = RequestSketch(redactor: redactor, style: style).members(request)
    var identity = asked.identity
    identity.append("response", .object(answer.identity))
    return SketchedInteraction(
      title: "\(request.method) \(asked.title) answers \(response.status.code)",
      request: asked.members, response: answer.members,
      identity: JSONWriter.compact(.object(identity)))
  }
}

/// What one message comes to.
struct SketchedMessage {
  var members = JSONObject()
  var identity = JSONObject()
  var title = ""
}

/// Draws what a contract says of a request: exactly what was asked, but for secrets.
struct RequestSketch {
  let redactor: Redactor
  let style: SketchStyle

  func members(_ request: HTTPRequest) -> SketchedMessage {
    var message = SketchedMessage()
    var rules = RuleSketch()
    message.members["method"] = .string(request.method.name)
    let path = path(String(decoding: request.target.path, as: UTF8.self), &rules)
    message.members["path"] = .string(path)
    let query = query(request.target.queryItems, &rules)
    if !query.isEmpty { message.members["query"] = .object(query) }
    let headers = headers(request.fields, &rules)
    if !headers.isEmpty { message.members["headers"] = .object(headers) }
    message.title = Self.title(path, query)
    let isMultipart = request.fields.mediaType?.hasPrefix("multipart/") ?? false
    // The parts of a form are separated by a text that is new each time: nothing is said of them.
    if !isMultipart, !request.body.isEmpty {
      var body = BodySketch(redactor: redactor, style: style, isRequest: true)
      let found = body.bodyObject(request.body, type: request.fields[.contentType])
      message.members["body"] = found.object
      for rule in body.rules.bodyRules { rules.add("body", rule.name, rule.rule) }
      if let action = found.identity.object, action.count == 1, let name = action.keys.first {
        message.title += " {\(name)}"
      }
    }
    if let json = rules.json { message.members["matchingRules"] = json }
    message.identity = message.members
    return message
  }

  /// Path and query without secrets, for people.
  func target(_ request: HTTPRequest) -> String {
    var rules = RuleSketch()
    let path = path(String(decoding: request.target.path, as: UTF8.self), &rules)
    return Self.title(path, query(request.target.queryItems, &rules))
  }

  /// Without the secrets and the identifiers of one run that stand in it.
  private func path(_ path: String, _ rules: inout RuleSketch) -> String {
    var (example, pattern) = ("", "")
    var isExact = true
    for (place, segment) in path.split(separator: "/", omittingEmptySubsequences: false)
      .enumerated()
    {
      if place > 0 { (example, pattern) = (example + "/", pattern + "/") }
      let text = String(segment)
      if let redacted = redactor.redacted(Redactor.decoded(segment)) {
        example += PercentCoding.encode(redacted)
        pattern += "[^/]+"
        isExact = false
      } else if style.hasSteadyExamples, let shape = redactor.rules.shape(of: text),
        shape.identifies, let regex = shape.regex
      {
        example += shape.example
        pattern += regex
        isExact = false
      } else {
        example += text
        pattern += RuleSketch.escaped(text)
      }
    }
    if !isExact { rules.add("path", nil, RuleSketch.regex(pattern)) }
    return example
  }

  private func query(
    _ items: [(name: String, value: String)], _ rules: inout RuleSketch
  ) -> JSONObject {
    var query = JSONObject()
    for (name, value) in items {
      var shown = value
      if redactor.hides(name: name) || redactor.redacted(value) != nil, !value.isEmpty {
        redactor.learn(value)
        shown = redactor.placeholder
        rules.add("query", name, RuleSketch.anyOfType)
      } else if style.hasSteadyExamples, let shape = redactor.rules.shape(of: value),
        shape.identifies
      {
        shown = shape.example
        rules.add("query", name, shape.rule)
      }
      query[name] = .array((query[name]?.array ?? []) + [.string(shown)])
    }
    return query.sortedByName
  }

  private func headers(_ fields: HTTPFields, _ rules: inout RuleSketch) -> JSONObject {
    var headers = JSONObject()
    for (name, line) in fields where !redactor.rules.leftOutOfRequests.contains(name.spelling) {
      if redactor.rules.idleRequestLines[name.spelling]?.string == line { continue }
      var shown = line
      if redactor.hides(header: name) {
        shown = redactor.redactedLine(name, line)
        rules.add("header", name.spelling, RuleSketch.anyOfType)
      } else if let redacted = redactor.redacted(line) {
        shown = redacted
        rules.add("header", name.spelling, RuleSketch.anyOfType)
      } else if name == .contentType, fields.mediaType?.hasPrefix("multipart/") ?? false {
        shown = "\(fields.mediaType ?? "");boundary=\(redactor.placeholder)"
        rules.add(
          "header", name.spelling,
          RuleSketch.regex(RuleSketch.escaped(fields.mediaType ?? "") + ".*"))
      }
      headers.addLine(name, shown)
    }
    return headers.sortedByName
  }

  private static let longestQuery = 80

  private static func title(_ path: String, _ query: JSONObject) -> String {
    guard !query.isEmpty else { return path }
    let pairs = query.members.flatMap { member in
      (member.value.array ?? []).map { "\(member.key)=\($0.string ?? "")" }
    }
    let text = pairs.joined(separator: "&")
    return "\(path)?" + (text.count > longestQuery ? "\(text.prefix(longestQuery))…" : text)
  }
}

extension HTTPFields {
  /// `type/subtype` of `Content-Type`, in lower case.
  var mediaType: String? {
    self[.contentType].map { line in
      line.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
  }
}

extension JSONObject {
  /// As the canonical form has headers and parameters, so that who was first does not count.
  var sortedByName: JSONObject {
    JSONObject(members.sorted { ($0.key.lowercased(), $0.key) < ($1.key.lowercased(), $1.key) })
  }

  /// Adds a header's line to its list, whichever way its name is spelled.
  mutating func addLine(_ name: HTTPFieldName, _ line: String) {
    let key = keys.first { HTTPFieldName($0) == name } ?? name.spelling
    self[key] = .array((self[key]?.array ?? []) + [.string(line)])
  }
}
