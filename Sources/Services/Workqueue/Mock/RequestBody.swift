import HTTPMessage
import JSON
import MockServer

extension WorkqueueMock {
  /// The JSON object of a request. What is none makes the service fail (sheet, section 7).
  func object(of request: HTTPRequest) throws(Refusal) -> JSONObject {
    if !profile.readsFormBodies, let type = request.fields[.contentType],
      type.lowercased().hasPrefix("application/x-www-form-urlencoded")
    {
      throw Refusal(
        .internalServerError, reason: "the body of a form content type never reaches the service")
    }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader.value(of: request.body)
    } catch {
      throw Refusal(.internalServerError, reason: "the body is not JSON: \(error)")
    }
    guard let object = value.object else {
      throw Refusal(.internalServerError, reason: "the body is no object but a \(value.typeName)")
    }
    return object
  }

  /// Refuses an object that lacks any of these members.
  func require(_ names: String..., in object: JSONObject) throws(Refusal) {
    let missing = names.filter { object[$0] == nil }
    guard missing.isEmpty else {
      throw Refusal(.badRequest, "Missing data attributes: \(PythonText.version2.list(missing))")
    }
  }
}
