import EventLoop
import HTTPMessage
package import JSON

/// Journal entries in the form of WireMock's serve events, with `service`, `reason` and `fault` added,
/// and for a request that met nothing the stubs that came nearest, where one asks for that entry.
package enum JournalForm {
  static func serveEvent(
    _ entry: JournalEntry, of world: any ServiceWorld, withNearMisses: Bool = false
  ) -> JSONValue {
    let stub = entry.stub.map { id in
      world.stubs.stub(id, at: world.group.clock.now())?.stub.form ?? ["id": .string(id)]
    }
    var event = JSONObject([
      .init(key: "id", value: .string(entry.id(in: world.description.name))),
      .init(key: "service", value: .string(world.description.name)),
      .init(key: "request", value: loggedRequest(entry)),
      .init(key: "responseDefinition", value: definition(entry, stub)),
      .init(key: "response", value: response(entry)),
      .init(key: "wasMatched", value: .bool(entry.isMatched)),
    ])
    event["reason"] = entry.reason.map { .string($0) }
    event["fault"] = entry.fault.map { fault in
      [
        "id": .string(fault.id), "on": fault.form["on"] ?? .null,
        "summary": .string(fault.summary),
      ]
    }
    event["stubMapping"] = stub.map { .object($0) }
    if withNearMisses, !entry.isMatched, world.stubs.hasStubs, let request = SeenRequest(entry) {
      let misses = world.stubs.nearMisses(of: request, at: world.group.clock.now())
      event["nearMisses"] = .array(misses.map { NearMissForm.json($0, request: nil) })
    }
    event["timing"] = timing(entry)
    event["subEvents"] = []
    return .object(event)
  }

  /// In milliseconds. Sending goes on when the entry is written, so it counts for nothing.
  private static func timing(_ entry: JournalEntry) -> JSONValue {
    let process = entry.duration / 1_000_000
    func number(_ milliseconds: Int) -> JSONValue { .number(JSONNumber(milliseconds)) }
    return [
      "addedDelay": number(entry.delay), "processTime": number(process),
      "responseSendTime": 0, "serveTime": number(process),
      "totalTime": number(process + entry.delay),
    ]
  }

  /// What a stub says of its answer; of others only the status is told.
  private static func definition(_ entry: JournalEntry, _ stub: JSONObject?) -> JSONValue {
    if var response = stub?["response"]?.object {
      if response["status"] == nil { response["status"] = 200 }
      return .object(response)
    }
    let status = JSONValue.number(JSONNumber(entry.status.code))
    return stub == nil
      ? ["status": status, "fromConfiguredStub": false] : ["status": status]
  }

  static func loggedRequest(_ entry: JournalEntry) -> JSONValue {
    guard let seen = SeenRequest(entry) else { return .null }
    let request = seen.http
    var logged = JSONObject([
      .init(key: "url", value: .string(seen.url)),
      .init(
        key: "absoluteUrl",
        value: .string("\(seen.scheme)://\(request.fields[.host] ?? "")\(seen.url)")),
      .init(key: "method", value: .string(seen.method)),
      .init(key: "clientIp", value: .string(seen.clientIP ?? "")),
      .init(key: "headers", value: headers(request.fields)),
      .init(key: "cookies", value: cookies(seen)),
      .init(key: "browserProxyRequest", value: false),
      .init(key: "loggedDate", value: .number(JSONNumber(entry.time.microseconds / 1_000))),
      .init(key: "loggedDateString", value: .string(entry.time.iso8601 + "Z")),
    ])
    addBody(entry.requestBody, fullLength: entry.requestBodyLength, to: &logged)
    logged["queryParams"] = parameters(seen.query)
    logged["formParams"] = parameters(seen.form)
    logged["scheme"] = .string(seen.scheme)
    logged["host"] = .string(seen.host)
    logged["port"] = seen.port.map { .number(JSONNumber($0)) } ?? .null
    logged["protocol"] = request.version == .http11 ? "HTTP/1.1" : "HTTP/1.0"
    return .object(logged)
  }

  private static func response(_ entry: JournalEntry) -> JSONValue {
    var response = JSONObject([.init(key: "status", value: .number(JSONNumber(entry.status.code)))])
    response["headers"] = headers((try? HTTPFields(wireForm: entry.responseFields)) ?? [:])
    addBody(entry.responseBody, fullLength: entry.responseBodyLength, to: &response)
    return .object(response)
  }

  /// Name to value; to a list of values where a name stands more than once.
  private static func headers(_ fields: HTTPFields) -> JSONValue {
    var headers = JSONObject()
    var seen: Set<HTTPFieldName> = []
    for (name, _) in fields where seen.insert(name).inserted {
      let values = fields[values: name].map { JSONValue.string($0) }
      headers[name.spelling] = values.count == 1 ? values[0] : .array(values)
    }
    return .object(headers)
  }

  /// Of several with one name, the last.
  private static func cookies(_ request: SeenRequest) -> JSONValue {
    var cookies = JSONObject()
    for (name, value) in request.cookies { cookies[name] = .string(value) }
    return .object(cookies)
  }

  /// Each name once, with all its values.
  private static func parameters(_ pairs: [(name: String, value: String)]) -> JSONValue {
    var parameters = JSONObject()
    for (name, value) in pairs {
      let values = (parameters[name]?["values"]?.array ?? []) + [.string(value)]
      parameters[name] = ["key": .string(name), "values": .array(values)]
    }
    return .object(parameters)
  }

  /// The body as text where it is UTF-8, always as base 64, and its full length where it was cut.
  package static func addBody(_ body: [UInt8], fullLength: Int? = nil, to object: inout JSONObject)
  {
    object["body"] = String(validating: body, as: UTF8.self).map { .string($0) } ?? .null
    object["bodyAsBase64"] = .string(Base64.encode(body))
    if let fullLength, fullLength > body.count {
      object["bodyTruncatedFrom"] = .number(JSONNumber(fullLength))
    }
  }
}
