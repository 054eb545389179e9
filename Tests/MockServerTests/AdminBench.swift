import HTTPMessage
import JSON
import MockServer
import MockSupport

/// Two services and the admin calls for them, without sockets.
struct AdminBench {
  let clock = ManualClock("2026-01-31T12:00:00")
  let notes: World<Notebook>
  let diary: World<Notebook>
  let api: AdminAPI

  init(access: AdminAccess = .loopback) throws {
    notes = try Notebook.world("notes", clock: clock)
    diary = try Notebook.world("diary", clock: clock)
    api = AdminAPI(worlds: [notes, diary], access: access, clock: clock)
  }

  /// Makes an admin call; `call` is what follows `/__admin`.
  func send(
    _ method: String, _ call: String, fields: HTTPFields = [:], host: String? = "127.0.0.1:8900",
    body: String = ""
  ) -> HTTPResponse {
    api.respond(
      to: HTTPRequest(method, "/__admin" + call, fields: fields, host: host, body: body))
  }

  /// Makes an admin call that must be fine; gives its JSON.
  @discardableResult
  func call(_ method: String, _ call: String, body: String = "") throws -> JSONValue {
    let response = send(method, call, body: body)
    guard response.status == .ok else { throw Refused(response) }
    return try response.json()
  }

  /// The ids of the journal's entries, newest first.
  func ids(_ query: String = "") throws -> [String] {
    try (call("GET", "/requests" + query)["requests"]?.array ?? []).compactMap { $0["id"]?.string }
  }

  /// What the newest entries asked for, newest first.
  func urls(_ query: String = "") throws -> [String] {
    try (call("GET", "/requests" + query)["requests"]?.array ?? []).compactMap {
      $0["request"]?["url"]?.string
    }
  }

  struct Refused: Error, CustomStringConvertible {
    let description: String

    init(_ response: HTTPResponse) {
      description = "\(response.status): \(String(decoding: response.body, as: UTF8.self))"
    }
  }
}

extension HTTPResponse {
  func json() throws -> JSONValue { try JSONReader.value(of: body) }
}
