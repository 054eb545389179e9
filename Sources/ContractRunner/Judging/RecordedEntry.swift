import HTTPMessage
import JSON

/// A place in a recording where an exchange should stand.
struct RecordedEntry {
  let file: String
  let location: SourceLocation
  let value: JSONValue

  enum Reading {
    case exchange(RecordedExchange)
    case messages([RecordedSending])
    /// Something that can't be judged, and why.
    case passedOver(String)
  }

  /// The whole entries of one value: of a HAR document, of an array, or the value itself.
  static func all(
    in root: JSONPartialText.Value, of file: String
  ) throws(RecordingError) -> [RecordedEntry] {
    let list: JSONPointer
    let elements: [JSONValue]
    if let array = root.value.array {
      (list, elements) = (JSONPointer(), array)
    } else if let log = root.value["log"] {
      guard let entries = log["entries"]?.array else {
        if root.open != nil { return [] }
        throw RecordingError(
          file: file, location: root.location,
          reason: "a HAR document needs an array \"entries\" in its \"log\"")
      }
      (list, elements) = (JSONPointer([.member("log"), .member("entries")]), entries)
    } else {
      return root.open == nil
        ? [RecordedEntry(file: file, location: root.location, value: root.value)] : []
    }
    let places = root.elementLocations(of: list)
    return elements.enumerated().compactMap { place, value in
      let own = list.appending(place)
      if let open = root.open, open.steps.starts(with: own.steps) { return nil }
      return RecordedEntry(
        file: file, location: places.indices.contains(place) ? places[place] : root.location,
        value: value)
    }
  }

  func reading() throws(RecordingError) -> Reading {
    guard let object = value.object else {
      throw error("expected a recorded exchange, an object, found \(value.typeName)")
    }
    if let frames = object["frames"]?.array {
      let sendings = try RecordedFrames(frames, of: self).sendings()
      return sendings.isEmpty
        ? .passedOver("no message went over these frames of AMQP") : .messages(sendings)
    }
    let request: JSONObject
    let response: JSONObject
    if let sent = object["request"], let come = object["response"] {
      guard let sentMembers = sent.object else { throw error("\"request\" must be an object") }
      guard come != .null else { return .passedOver("the request was not answered") }
      guard let comeMembers = come.object else { throw error("\"response\" must be an object") }
      (request, response) = (sentMembers, comeMembers)
    } else if object["method"] != nil, object["status"] != nil {
      (request, response) = Self.halves(of: object)
    } else {
      throw error(
        "expected a recorded exchange with \"request\" and \"response\", found an object with "
          + object.keys.prefix(8).map { "\"\($0)\"" }.joined(separator: ", "))
    }
    // HAR writes a status of 0 for a request that came to nothing.
    if response["status"]?.int == 0 { return .passedOver("the request was not answered") }
    return .exchange(
      RecordedExchange(
        place: "\(file):\(location)",
        request: try RecordedMessage(members: request, what: "request", entry: self).request(),
        response: try RecordedMessage(members: response, what: "response", entry: self).response()))
  }

  /// The flat form, whose members say which message they are of by their names.
  private static func halves(of object: JSONObject) -> (request: JSONObject, response: JSONObject) {
    var (request, response) = (JSONObject(), JSONObject())
    for member in object.members {
      if let name = tail(of: member.key, behind: "request_") {
        request.append(name, member.value)
      } else if let name = tail(of: member.key, behind: "response_") {
        response.append(name, member.value)
      } else if member.key == "status" || member.key == "reason" {
        response.append(member.key, member.value)
      } else {
        request.append(member.key, member.value)
      }
    }
    return (request, response)
  }

  private static func tail(of name: String, behind start: String) -> String? {
    name.hasPrefix(start) ? String(name.dropFirst(start.count)) : nil
  }

  func error(_ reason: String) -> RecordingError {
    RecordingError(file: file, location: location, reason: reason)
  }
}
