import HTTPMessage
public import JSON
public import MockServer
public import Testing

/// A story told to a world: requests, each with the answer that is expected, as a file holds them.
///
///     { "name": …, "profiles": […], "base": …, "headers": {…}, "steps": [ { "advance": "2s",
///       "states": [ { "name", "params" } ],
///       "request": { "method", "path", "headers", "body" or "text" },
///       "response": { "status", "type", "headers", "body", "members", "absent" or "text" },
///       "keep": { "id": "/instance/id" }, "reason": … } ] }
///
/// `base` and `headers` of a story are those of all its requests. `advance` moves the clock on before
/// the request, or back; `states` sets provider states. `body` is JSON and compared by meaning,
/// `members` compares only what its pointers point at, `absent` are pointers that must find nothing,
/// A step with `message` publishes that instead of a request, and one with `ask` asks for the message
/// of that description; `reason` says why nothing came of it.
/// `text` is compared byte by byte, and `headers` holds the lines of a name: one text, several, or
/// null for none. `keep` gives a name to what a pointer finds in an answer: `${id}` stands for it in
/// the same answer and in all later steps.
public struct CaseFile: Sendable, CustomTestStringConvertible {
  public let name: String
  public let profile: String
  public let steps: [CaseStep]

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
      CaseStep(
        step, base: value["base"]?.string ?? "", headers: value["headers"]?.object ?? JSONObject())
    }
  }

  /// Plays the story; gives what differs, in words. Empty when all is as expected.
  ///
  /// - Parameter parameters: what `${name}` stands for from the beginning.
  public func differences(
    from world: any ServiceWorld, parameters: JSONObject = JSONObject()
  ) -> [String] {
    guard !steps.isEmpty else { return ["the case has no steps"] }
    var parameters = parameters
    return steps.flatMap { step -> [String] in
      let request = step.request(filledWith: parameters)
      if let time = step.advance { world.group.clock.advance(microseconds: time) }
      for state in step.states {
        do throws(ProviderStateError) {
          _ = try world.setUp(state: state.name, parameters: state.parameters)
        } catch {
          return ["provider state \"\(state.name)\": \(error)"]
        }
      }
      if let answer = step.answer(ofMessagesBy: world, filledWith: parameters) {
        return step.differences(ofMessage: answer)
      }
      let response = world.respond(to: request, from: nil)
      let reason = world.journal.latest?.reason
      return
        (step.keep(response, in: &parameters)
        + step.differences(response, reason, parameters)).map {
          "\(request.method) \(request.target.pathAndQuery): \($0)"
        }
    }
  }
}
