import HTTPMessage
import JSON

/// What a fault does to an answer.
struct FaultAction: Sendable {
  let status: HTTPStatus?
  let fields: HTTPFields
  let body: [UInt8]?
  let delay: FaultDelay?
  let manner: HTTPDelivery.Manner
  /// Whether the service does what it was asked before its answer meets the fault.
  let isServed: Bool
  /// In words, for the journal.
  let summary: String

  /// Reads the members of a fault that say what happens.
  init(_ object: inout FixtureObject) throws(FixtureError) {
    let code = object.optional("status")
    status = try code.map { node throws(FixtureError) in HTTPStatus(try node.int(in: 200...599)) }
    let headers = object.optional("headers")
    let text = object.optional("body")
    let json = object.optional("jsonBody")
    let wait = object.optional("delay")
    let fault = object.optional("fault")
    let served = object.optional("served")
    guard [code, headers, text, json, wait, fault].contains(where: { $0 != nil }) else {
      throw object.error(
        "this fault does nothing: give \"status\", \"headers\", \"body\", \"delay\" or \"fault\"")
    }
    if let json, text != nil { throw json.error("\"body\" and \"jsonBody\" exclude each other") }
    var fields = HTTPFields()
    if json != nil { fields.append(.contentType, "application/json") }
    for (name, node) in try headers?.members() ?? [] {
      guard !name.isEmpty, name.utf8.allSatisfy(Self.isToken) else {
        throw node.error("\"\(name)\" is no name of a header")
      }
      let isAlready = json != nil && name.lowercased() == "content-type"
      if isAlready { fields = HTTPFields() }
      fields.append(HTTPFieldName(name), try node.string())
    }
    self.fields = fields
    body =
      try text.map { node throws(FixtureError) in Array(try node.string().utf8) }
      ?? json.map { JSONWriter.compact($0.value) }
    delay = try wait.map { node throws(FixtureError) in try FaultDelay(node) }
    manner = try fault.map { node throws(FixtureError) in try HTTPDelivery.Manner(node) } ?? .whole
    let makesAnswer = status != nil || body != nil || !manner.showsAnswer
    isServed = try served?.bool() ?? !makesAnswer
    if let served, !isServed, !makesAnswer {
      throw served.error("without \"status\" or \"body\" the service's own answer is needed")
    }
    let names = [
      status.map { "status \($0.code)" }, status == nil && body != nil ? "body" : nil,
      status == nil && body == nil && !fields.isEmpty ? "headers" : nil, fault.map(Self.name),
      delay == nil ? nil : "delay",
    ]
    summary = names.compactMap(\.self).joined(separator: ", ")
  }

  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  private static func name(_ fault: FixtureNode) -> String {
    fault.value.string ?? fault.value.object?.keys.first ?? ""
  }

  /// The answer that the fault leaves of the service's, or makes itself for nil.
  func answer(instead answer: Answer?, delay: Int) -> Answer {
    var answer = answer ?? Answer(HTTPResponse(status: .ok))
    if let status {
      answer.response.status = status
      if body == nil {
        answer.response.fields = [.contentType: "text/plain; charset=utf-8"]
        answer.response.body = Array("\(status.reason)\n".utf8)
      }
    }
    if let body {
      answer.response.body = body
      answer.response.fields =
        fields[.contentType] == nil
        ? [.contentType: "text/plain; charset=utf-8"] : HTTPFields()
    }
    for (name, value) in fields { answer.response.fields.append(name, value) }
    if delay > 0 || manner != .whole {
      answer.response.delivery = HTTPDelivery(delay: delay, manner)
    }
    return answer
  }
}

extension HTTPDelivery.Manner {
  /// Whether something of the answer reaches the client.
  fileprivate var showsAnswer: Bool {
    switch self {
    case .reset, .closeBeforeHead, .garbage, .hang: false
    default: true
    }
  }

  /// How long a client is kept hanging when nobody says.
  private static let usualHang = 300_000

  /// Those that need no number, also by WireMock's names.
  private static let words: [String: Self] = [
    "reset": .reset, "close-before-head": .closeBeforeHead, "close-after-head": .closeAfterHead,
    "broken-chunk": .brokenChunk, "malformed-body": .malformedBody, "garbage": .garbage,
    "hang": .hang(limit: usualHang),
    "CONNECTION_RESET_BY_PEER": .reset, "EMPTY_RESPONSE": .closeBeforeHead,
    "MALFORMED_RESPONSE_CHUNK": .malformedBody, "RANDOM_DATA_THEN_CLOSE": .garbage,
  ]

  /// `"reset"`, `{"close-after-bytes": 100}` and so on.
  fileprivate init(_ node: FixtureNode) throws(FixtureError) {
    guard node.value.object != nil else {
      self = try node.word(Self.words)
      return
    }
    self = try node.object { object throws(FixtureError) in
      var found: [Self] = []
      if let count = object.optional("close-after-bytes") {
        found.append(.closeAfter(bytes: try count.int(in: 0...1_000_000_000)))
      }
      if let surplus = object.optional("wrong-length") {
        let by = try surplus.int(in: -1_000_000_000...1_000_000_000)
        if by == 0 { throw surplus.error("by 0 the length is right") }
        found.append(.wrongLength(by: by))
      }
      if let drip = object.optional("drip") {
        found.append(
          try drip.object { drip throws(FixtureError) in
            .drip(
              bytes: try drip.required("bytes").int(in: 1...1_000_000_000),
              every: try drip.required("every").milliseconds())
          })
      }
      if let dribble = object.optional("dribble") {
        found.append(
          try dribble.object { dribble throws(FixtureError) in
            .dribble(
              pieces: try dribble.required("pieces").int(in: 1...1_000_000),
              over: try dribble.required("over").milliseconds())
          })
      }
      if let limit = object.optional("hang") {
        found.append(.hang(limit: try limit.milliseconds()))
      }
      guard found.count == 1, let one = found.first else {
        throw object.error(
          "one of \"close-after-bytes\", \"wrong-length\", \"drip\", \"dribble\" and \"hang\" is expected"
        )
      }
      return one
    }
  }
}
