public import HTTPMessage
import JSON
public import MockServer
public import Testing

/// A story told to a world: requests, each with the answer that is expected, as a file holds them.
///
///     { "name": …, "profiles": […], "steps": [ { "request": { "method", "path", "headers", "body" or
///       "text" }, "response": { "status", "type", "body" or "text" }, "reason": … } ] }
///
/// `body` is JSON and compared by meaning; `text` is compared byte by byte.
public struct CaseFile: Sendable, CustomTestStringConvertible {
  public struct Step: Sendable {
    public let request: HTTPRequest
    let expected: JSONValue
    let reason: String?
  }

  public let name: String
  public let profile: String
  public let steps: [Step]

  public var testDescription: String { "\(name) (\(profile))" }

  /// The cases of all files in a folder of the checkout, once for each profile they name.
  public static func all(in folder: String) -> [CaseFile] {
    Repository.names(in: folder).flatMap { file -> [CaseFile] in
      let text = Repository.bytes("\(folder)/\(file)")
      guard let cases = (try? JSONReader.value(of: text))?.array else {
        return [CaseFile(unreadable: file)]
      }
      return cases.flatMap { value in
        (value["profiles"]?.array ?? []).compactMap(\.string).map { CaseFile(value, profile: $0) }
      }
    }
  }

  /// Stands for a file that is no case file; fails when it is run.
  private init(unreadable file: String) {
    name = "\(file) can't be read"
    profile = ""
    steps = []
  }

  private init(_ value: JSONValue, profile: String) {
    name = value["name"]?.string ?? "without name"
    self.profile = profile
    steps = (value["steps"]?.array ?? []).map { step in
      let request = step["request"]
      var fields: HTTPFields = [.host: "127.0.0.1"]
      for member in request?["headers"]?.object?.members ?? [] {
        fields.append(HTTPFieldName(member.key), member.value.string ?? "")
      }
      let body =
        request?["body"].map(JSONWriter.compact) ?? Array((request?["text"]?.string ?? "").utf8)
      return Step(
        request: HTTPRequest(
          method: HTTPMethod(request?["method"]?.string ?? ""),
          target: request?["path"]?.string ?? "",
          fields: fields, body: body),
        expected: step["response"] ?? .null, reason: step["reason"]?.string)
    }
  }

  /// Plays the story; gives what differs, in words. Empty when all is as expected.
  public func differences(from world: any ServiceWorld) -> [String] {
    guard !steps.isEmpty else { return ["the case has no steps"] }
    return steps.flatMap { step -> [String] in
      let response = world.respond(to: step.request, from: nil)
      let reason = world.journal.latest?.reason
      return step.differences(response, reason).map {
        "\(step.request.method) \(step.request.target.pathAndQuery): \($0)"
      }
    }
  }
}

extension CaseFile.Step {
  fileprivate func differences(_ response: HTTPResponse, _ actualReason: String?) -> [String] {
    var found: [String] = []
    func compare(_ what: String, _ actual: String, _ wanted: String) {
      if actual != wanted { found.append("\(what) is \(actual), expected \(wanted)") }
    }
    let text = String(decoding: response.body, as: UTF8.self)
    compare(
      "status", String(response.status.code),
      expected["status"]?.description ?? "missing in the case")
    if let type = expected["type"]?.string {
      compare("type", response.fields[.contentType] ?? "none", type)
    }
    if let wanted = expected["text"]?.string { compare("body", text, wanted) }
    if let wanted = expected["body"], (try? JSONReader.value(of: response.body)) != wanted {
      found.append("body is \(text), expected \(wanted)")
    }
    if expected["text"] == nil, expected["body"] == nil { found.append("the case expects no body") }
    if let reason { compare("reason", actualReason ?? "none", reason) }
    return found
  }
}
