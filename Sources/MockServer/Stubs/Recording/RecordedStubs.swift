import HTTPMessage
import JSON

/// Makes stubs of what was passed on and answered.
struct RecordedStubs {
  let wish: RecordingWish
  private var forms: [JSONObject] = []
  /// The places of the stubs of one request, by what it asks for.
  private var places: [String: [Int]] = [:]

  init(_ wish: RecordingWish) { self.wish = wish }

  /// Fields that every answer has, or that belong to one connection.
  private static let left: Set<HTTPFieldName> = [
    .date, .contentLength, .connection, .transferEncoding, "Keep-Alive",
  ]

  mutating func take(_ entry: JournalEntry) {
    guard let request = entry.request, let seen = SeenRequest(entry), wish.filters.fits(seen) else {
      return
    }
    let wanted = pattern(of: request)
    let key = wanted.description
    let earlier = places[key] ?? []
    // Without scenarios the first answer is the one that is given.
    guard earlier.isEmpty || wish.repeatsAsScenarios else { return }
    let id = StubIDs.next()
    var form = JSONObject([
      .init(key: "id", value: .string(id)),
      .init(key: "name", value: .string(Self.name(of: request))),
      .init(key: "request", value: wanted), .init(key: "response", value: Self.response(of: entry)),
    ])
    if wish.isPersistent { form["persistent"] = true }
    places[key, default: []].append(forms.count)
    forms.append(form)
  }

  /// The stubs, those of a request that came again as a scenario.
  var all: [JSONValue] {
    var forms = self.forms
    let repeated = places.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    for (number, places) in repeated.enumerated() {
      let name = "scenario-\(number + 1)-\(forms[places[0]]["name"]?.string ?? "")"
      for (turn, place) in places.enumerated() {
        forms[place]["scenarioName"] = .string(name)
        forms[place]["requiredScenarioState"] = .string(
          turn == 0 ? Stub.startState : "\(name)-\(turn + 1)")
        if turn + 1 < places.count {
          forms[place]["newScenarioState"] = .string("\(name)-\(turn + 2)")
        }
      }
    }
    return forms.map { .object($0) }
  }

  private static func name(of request: HTTPRequest) -> String {
    let words = request.target.pathAndQuery.lowercased().split {
      !($0.isASCII && ($0.isLetter || $0.isNumber))
    }
    return words.isEmpty ? "root" : words.prefix(8).joined(separator: "_")
  }

  private func pattern(of request: HTTPRequest) -> JSONValue {
    var pattern = JSONObject([
      .init(key: "url", value: .string(request.target.pathAndQuery)),
      .init(key: "method", value: .string(request.method.name)),
    ])
    var headers = JSONObject()
    for (name, ignoresCase) in wish.captured {
      guard let value = request.fields[HTTPFieldName(name)] else { continue }
      headers[name] =
        ignoresCase
        ? ["equalTo": .string(value), "caseInsensitive": true] : ["equalTo": .string(value)]
    }
    if !headers.isEmpty { pattern["headers"] = .object(headers) }
    if !request.body.isEmpty { pattern["bodyPatterns"] = [body(Array(request.body))] }
    return .object(pattern)
  }

  private func body(_ bytes: [UInt8]) -> JSONValue {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return ["binaryEqualTo": .string(Base64.encode(bytes))]
    }
    func json(_ ignoresOrder: Bool, _ ignoresExtra: Bool) -> JSONValue? {
      guard (try? JSONReader.value(of: bytes)) != nil else { return nil }
      return [
        "equalToJson": .string(text), "ignoreArrayOrder": .bool(ignoresOrder),
        "ignoreExtraElements": .bool(ignoresExtra),
      ]
    }
    switch wish.body {
    case .auto(let ignoresOrder, let ignoresExtra), .json(let ignoresOrder, let ignoresExtra):
      return json(ignoresOrder, ignoresExtra) ?? ["equalTo": .string(text)]
    case .text(let ignoresCase):
      return ignoresCase
        ? ["equalTo": .string(text), "caseInsensitive": true] : ["equalTo": .string(text)]
    }
  }

  private static func response(of entry: JournalEntry) -> JSONValue {
    var response = JSONObject([
      .init(key: "status", value: .number(JSONNumber(entry.status.code)))
    ])
    if !entry.responseBody.isEmpty {
      if let text = String(validating: entry.responseBody, as: UTF8.self) {
        response["body"] = .string(text)
      } else {
        response["base64Body"] = .string(Base64.encode(entry.responseBody))
      }
    }
    var headers = JSONObject()
    for (name, value) in (try? HTTPFields(wireForm: entry.responseFields)) ?? [:]
    where !left.contains(name) {
      switch headers[name.spelling] {
      case nil: headers[name.spelling] = .string(value)
      case .array(let values): headers[name.spelling] = .array(values + [.string(value)])
      case .some(let first): headers[name.spelling] = [first, .string(value)]
      }
    }
    if !headers.isEmpty { response["headers"] = .object(headers) }
    return .object(response)
  }
}
