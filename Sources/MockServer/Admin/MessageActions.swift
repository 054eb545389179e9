import HTTPMessage
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
