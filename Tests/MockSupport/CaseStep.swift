public import HTTPMessage
import JSON
import MockServer

/// A request of a story, with the answer that is expected.
public struct CaseStep: Sendable {
  private let method: String
  private let path: String
  private let headers: [JSONObject.Member]
  private let body: JSONValue?
  private let text: String?
  /// What is published to the service instead of a request.
  private let message: JSONValue?
  /// The description of a message that is asked for instead.
  private let wanted: String?
  private let expected: JSONValue
  private let reason: String?
  private let kept: [JSONObject.Member]
  /// In microseconds.
  let advance: Int?
  /// Provider states to set before the request: name, and parameters.
  let states: [(name: String, parameters: JSONObject)]

  init(_ step: JSONValue, base: String, headers: JSONObject) {
    let request = step["request"]
    method = request?["method"]?.string ?? ""
    path = base + (request?["path"]?.string ?? "")
    var all = headers
    for member in request?["headers"]?.object?.members ?? [] { all[member.key] = member.value }
    self.headers = all.members
    body = request?["body"]
    text = request?["text"]?.string
    message = step["message"]
    wanted = step["ask"]?.string
    expected = step["response"] ?? .null
    reason = step["reason"]?.string
    kept = step["keep"]?.object?.members ?? []
    states = (step["states"]?.array ?? []).map {
      ($0["name"]?.string ?? "", $0["params"]?.object ?? JSONObject())
    }
    advance = step["advance"]?.string.flatMap(TimeLength.signedMicroseconds)
  }

  /// What comes of a message that is published, or asked for; nil for a request.
  func answer(
    ofMessagesBy world: any ServiceWorld, filledWith parameters: JSONObject
  ) -> String? {
    if let wanted {
      guard let message = world.message(wanted) else { return "no message" }
      return "\(message.contentType ?? "") \(JSONValue.object(message.metadata)) "
        + String(decoding: message.contents, as: UTF8.self)
    }
    guard let contents = message.map({ Template.fill($0, with: parameters) }) else { return nil }
    let sent = ServiceMessage(
      contents: contents.string.map { Array($0.utf8) } ?? JSONWriter.compact(contents),
      contentType: "application/json", metadata: JSONObject())
    return world.receive(sent, isTaken: true).reason ?? Self.isTaken
  }

  static let isTaken = "taken"

  /// What differs from what the case wants of a message.
  func differences(ofMessage answer: String) -> [String] {
    let wanted = reason ?? Self.isTaken
    return answer == wanted ? [] : ["a message came to \(answer), expected \(wanted)"]
  }

  /// The request as it stands in the file.
  public var request: HTTPRequest { request(filledWith: JSONObject()) }

  func request(filledWith parameters: JSONObject) -> HTTPRequest {
    var fields: HTTPFields = [.host: "127.0.0.1"]
    for member in headers {
      fields.append(
        HTTPFieldName(member.key), Template.fill(member.value.string ?? "", with: parameters))
    }
    let body =
      body.map { JSONWriter.compact(Template.fill($0, with: parameters)) }
      ?? Array(Template.fill(text ?? "", with: parameters).utf8)
    return HTTPRequest(
      method: HTTPMethod(method), target: Template.fill(path, with: parameters),
      fields: fields, body: body)
  }

  /// Names what the step keeps of an answer; gives what it does not hold, in words.
  func keep(_ response: HTTPResponse, in parameters: inout JSONObject) -> [String] {
    if kept.isEmpty { return [] }
    let body = try? JSONReader.value(of: response.body)
    var missing: [String] = []
    for member in kept {
      let pointer = member.value.string ?? ""
      if let found = body?.value(at: pointer) {
        parameters[member.key] = found
      } else {
        missing.append("the answer has nothing at \(pointer) to keep as \(member.key)")
      }
    }
    return missing
  }

  func differences(
    _ response: HTTPResponse, _ actualReason: String?, _ parameters: JSONObject
  ) -> [String] {
    var found: [String] = []
    func compare(_ what: String, _ actual: String, _ wanted: String) {
      if actual != wanted { found.append("\(what) is \(actual), expected \(wanted)") }
    }
    let expected = Template.fill(expected, with: parameters)
    let text = String(decoding: response.body, as: UTF8.self)
    compare(
      "status", String(response.status.code),
      expected["status"]?.description ?? "missing in the case")
    if let type = expected["type"]?.string {
      compare("type", response.fields[.contentType] ?? "none", type)
    }
    for member in expected["headers"]?.object?.members ?? [] {
      let wanted = member.value == .null ? [] : member.value.array ?? [member.value]
      let values = response.fields[values: HTTPFieldName(member.key)].map { JSONValue.string($0) }
      compare(member.key, "\(values)", "\(wanted)")
    }
    if let wanted = expected["text"]?.string { compare("body", text, wanted) }
    let body = try? JSONReader.value(of: response.body)
    if let wanted = expected["body"], body != wanted {
      found.append("body is \(text), expected \(wanted)")
    }
    for member in expected["members"]?.object?.members ?? [] {
      compare(
        member.key, body?.value(at: member.key)?.description ?? "absent", member.value.description)
    }
    for pointer in (expected["absent"]?.array ?? []).compactMap(\.string) {
      compare(pointer, body?.value(at: pointer)?.description ?? "absent", "absent")
    }
    if ["text", "body", "members", "absent"].allSatisfy({ expected[$0] == nil }) {
      found.append("the case expects no body")
    }
    if let reason { compare("reason", actualReason ?? "none", reason) }
    return found
  }
}

extension JSONValue {
  /// What a pointer (RFC 6901) finds here; nil when there is nothing.
  fileprivate func value(at pointer: String) -> JSONValue? {
    pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
      .reduce(Optional(self)) { value, step in
        guard case .array = value else {
          return value?[String(step).replacing("~1", with: "/").replacing("~0", with: "~")]
        }
        return Int(step).flatMap { value?[$0] }
      }
  }
}
