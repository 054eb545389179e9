import JSON

/// One thing that is wrong with a request, as the framework reports it in a 422 answer.
struct InvalidField {
  /// Where: `body` or `query`, then names and places.
  let location: [JSONValue]
  let message: String
  let type: String
  let context: JSONValue?

  init(_ location: [JSONValue], _ message: String, _ type: String, context: JSONValue? = nil) {
    self.location = location
    self.message = message
    self.type = type
    self.context = context
  }

  static func missing(_ location: [JSONValue]) -> InvalidField {
    InvalidField(location, "field required", "value_error.missing")
  }

  var json: JSONValue {
    var members: [JSONObject.Member] = [
      .init(key: "loc", value: .array(location)), .init(key: "msg", value: .string(message)),
      .init(key: "type", value: .string(type)),
    ]
    if let context { members.append(.init(key: "ctx", value: context)) }
    return .object(JSONObject(members))
  }

  /// For the journal.
  var summary: String {
    location.map { $0.string ?? $0.description }.joined(separator: ".") + ": " + message
  }
}
