import HTTPMessage
import JSON
import MockServer

/// The Handle System's REST form, read-only: `GET /api/handles/PREFIX/SUFFIX?type=…&index=…`.
///
/// Facts: the document "REST-API" that comes with the Handle.Net software, and its table of response
/// codes.
struct HandleAnswers: Sendable {
  let settings: HandleSettings

  /// Codes of the handle protocol.
  private enum Code: Int {
    case success = 1
    case error = 2
    case handleNotFound = 100
    case invalidHandle = 102
    case valuesNotFound = 200
    case authenticationNeeded = 402
  }

  /// - Parameter record: looks a handle up.
  func answer(to request: HTTPRequest, record: (String) -> HandleRecord?) -> Answer {
    guard let handle = handle(of: request.target) else {
      return Answer(
        .json(JSONWriter.compact(["error": "Not Found"]), status: .notFound),
        reason: "handles are at \(settings.path)PREFIX/SUFFIX", isMatched: false)
    }
    switch request.method {
    case .get, .head: return resolve(handle, request.target, record)
    case .put, .delete:
      return refusal(
        .authenticationNeeded, HTTPStatus(401), handle: handle, settings.messages.authentication,
        "records are changed by messages only")
    default:
      var answer = Answer(
        HTTPResponse(status: .methodNotAllowed), reason: "handles are read with GET")
      answer.response.fields.append(.allow, "GET, HEAD")
      return answer
    }
  }

  private func handle(of target: HTTPTarget) -> String? {
    let path = Array(settings.path.utf8)
    guard target.path.starts(with: path) else { return nil }
    let rest = target.path.dropFirst(path.count)
    return String(decoding: PercentCoding.decode(rest) ?? rest, as: UTF8.self)
  }

  private func resolve(
    _ handle: String, _ target: HTTPTarget, _ find: (String) -> HandleRecord?
  ) -> Answer {
    guard !handle.isEmpty else {
      return refusal(.invalidHandle, .badRequest, handle: nil, settings.messages.empty)
    }
    var types: [String] = []
    var indices: [Int] = []
    for (name, value) in target.queryItems {
      if name == "type" { types.append(value) }
      guard name == "index" else { continue }
      guard let index = Int(value) else {
        let message = Template.fill(
          settings.messages.notANumber, with: ["value": .string(value)])
        return refusal(.error, .badRequest, handle: nil, message)
      }
      indices.append(index)
    }
    guard let record = find(handle) else {
      return refusal(.handleNotFound, .notFound, handle: handle, nil)
    }
    var values = values(of: record)
    if !types.isEmpty || !indices.isEmpty {
      values = values.filter { value in
        indices.contains(value.index) || types.contains { Self.isOf($0, value.type) }
      }
    }
    let code = values.isEmpty ? Code.valuesNotFound : .success
    return Answer(
      Self.response([
        "responseCode": .number(JSONNumber(code.rawValue)), "handle": .string(handle),
        "values": .array(values.map(\.json)),
      ]))
  }

  /// A type that ends with a period stands for all that begin so.
  private static func isOf(_ wanted: String, _ type: String) -> Bool {
    wanted.hasSuffix(".")
      ? type.hasPrefix(wanted) || type == wanted.dropLast() : type == wanted
  }

  private func values(of record: HandleRecord) -> [(index: Int, type: String, json: JSONValue)] {
    var values = record.values.map { field, value in
      let index = settings.fields[field] ?? 0
      return (
        index, field,
        json(
          index, field, "string", .string(value.texts.joined(separator: settings.separator)),
          value.changed)
      )
    }
    let admin = settings.admin
    let prefix = record.handle.prefix { $0 != "/" }
    let administrator: JSONValue = [
      "handle": .string(
        Template.fill(admin.handle, with: ["prefix": .string(String(prefix))])),
      "index": .number(JSONNumber(admin.handleIndex)), "permissions": .string(admin.permissions),
    ]
    let created = record.values.values.map(\.changed).min() ?? Timestamp(microseconds: 0)
    values.append(
      (admin.index, admin.type, json(admin.index, admin.type, "admin", administrator, created)))
    return values.sorted { $0.0 < $1.0 }
  }

  private func json(
    _ index: Int, _ type: String, _ format: String, _ value: JSONValue, _ changed: Timestamp
  ) -> JSONValue {
    [
      "index": .number(JSONNumber(index)), "type": .string(type),
      "data": ["format": .string(format), "value": value],
      "ttl": .number(JSONNumber(settings.timeToLive)),
      "timestamp": .string(changed.iso8601Seconds + "Z"),
    ]
  }

  private func refusal(
    _ code: Code, _ status: HTTPStatus, handle: String?, _ message: String?,
    _ reason: String? = nil
  ) -> Answer {
    var body = JSONObject([
      .init(key: "responseCode", value: .number(JSONNumber(code.rawValue)))
    ])
    body["handle"] = handle.map { .string($0) }
    body["message"] = message.map { .string($0) }
    return Answer(
      Self.response(.object(body), status),
      reason: reason ?? message ?? "there is no such handle")
  }

  private static func response(_ body: JSONValue, _ status: HTTPStatus = .ok) -> HTTPResponse {
    HTTPResponse(
      status: status, fields: [.contentType: "application/json;charset=UTF-8"],
      body: JSONWriter.compact(body))
  }
}
