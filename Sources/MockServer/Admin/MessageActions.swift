import HTTPMessage
import HTTPServer
import JSON

/// Messages, for who verifies them.
enum MessageActions {
  private static let metadataField = HTTPFieldName("Pact-Message-Metadata")

  /// The call that Pact's official verifier makes for a message: a JSON object with its description;
  /// the answer is the message, with its metadata as base64 of a JSON object in a field.
  static func message(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    guard let description = try call.body()["description"]?.string else {
      throw AdminError(.badRequest, "\"description\" must name the message")
    }
    for world in try call.selectedWorlds() {
      if let message = world.message(description) { return response(message) }
    }
    throw AdminError(.notFound, "there is no message \"\(description)\"")
  }

  // MARK: What clients published

  static func published(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service", "limit", "since", "unmatched")
    let query = MessageQuery(
      limit: try call.number("limit"), since: try call.since(),
      isUnmatchedOnly: call.query("unmatched") == "true")
    var forms: [JSONValue] = []
    var (total, dropped) = (0, 0)
    for view in try views(call) {
      let found = view.messages(query)
      forms += found.forms
      total += found.total
      dropped += view.droppedMessages
    }
    return .json(
      JSONWriter.pretty([
        "messages": .array(Array(forms.prefix(query.limit ?? .max))),
        "meta": ["total": .number(JSONNumber(total)), "dropped": .number(JSONNumber(dropped))],
      ]))
  }

  static func one(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let number = call.parameters.int(0) ?? 0
    for view in try views(call) {
      if let form = view.message(number) { return .json(JSONWriter.pretty(form)) }
    }
    throw AdminError(.notFound, "the journal holds no message \(call.parameters.text(0))")
  }

  static func clear(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    for view in try views(call) { view.clearMessages() }
    return .json(JSONWriter.pretty([:]))
  }

  /// What the broker of the service holds.
  static func broker(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    guard let view = try views(call).first else {
      throw AdminError(.notFound, "there is no message broker here")
    }
    return .json(JSONWriter.pretty(view.topology()))
  }

  private static func views(_ call: AdminRequest) throws(AdminError) -> [any MessageView] {
    try call.selectedWorlds().compactMap(\.messages)
  }

  // MARK: What the service publishes

  private static func response(_ message: ServiceMessage) -> HTTPResponse {
    var response = HTTPResponse(status: .ok, body: message.contents)
    if let type = message.contentType { response.fields.append(.contentType, type) }
    if !message.metadata.isEmpty {
      let metadata = JSONWriter.compact(.object(message.metadata))
      response.fields.append(metadataField, Base64.encode(metadata))
    }
    return response
  }
}
