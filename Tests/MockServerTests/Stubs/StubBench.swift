import HTTPMessage
import JSON
import MockServer
import MockSupport

/// A world of notes with stubs over it, and one that is nothing but stubs, without sockets.
struct StubBench {
  let clock = ManualClock("2026-01-31T12:00:00")
  let world: any ServiceWorld
  private let api: AdminAPI

  /// - Parameter isAlone: whether the stubs are all there is.
  init(isAlone: Bool = false, stubs: StubSet = .none, journal: Journal = Journal()) throws {
    let group = WorldGroup(clock: AdjustableClock(base: clock))
    if isAlone {
      var blueprint = try Blueprint(StubService(named: "stubs", path: "here"))
      blueprint.stubs = stubs
      world = World(blueprint, in: group, identifiers: CountingIdentifiers(), journal: journal)
    } else {
      world = try Notebook.world("notes", clock: clock, journal: journal)
    }
    api = AdminAPI(worlds: [world], access: .loopback, clock: clock)
  }

  /// Makes an admin call; `call` is what follows `/__admin`.
  func send(_ method: String, _ call: String, _ body: JSONValue? = nil) -> HTTPResponse {
    send(method, call, text: body?.description ?? "")
  }

  func send(_ method: String, _ call: String, text: String) -> HTTPResponse {
    api.respond(to: HTTPRequest(method, "/__admin" + call, host: "127.0.0.1", body: text))
  }

  /// Registers a stub; gives its identifier.
  @discardableResult
  func stub(_ stub: JSONValue) throws -> String {
    let response = send("POST", "/mappings", stub)
    guard response.status == .created else { throw AdminBench.Refused(response) }
    return try response.json()["id"]?.string ?? ""
  }

  /// Makes an admin call that must be fine; gives its JSON.
  @discardableResult
  func call(_ method: String, _ call: String, _ body: JSONValue? = nil) throws -> JSONValue {
    let response = send(method, call, body)
    guard response.status.code < 300 else { throw AdminBench.Refused(response) }
    return try response.json()
  }

  /// Asks as a client does.
  func ask(_ target: String) -> HTTPResponse { ask("GET", target) }

  func ask(_ method: String, _ target: String, body: String = "") -> HTTPResponse {
    world.respond(to: HTTPRequest(method, target, body: body), from: nil)
  }

  /// The body of an answer.
  func text(_ target: String) -> String { text("GET", target) }

  func text(_ method: String, _ target: String, body: String = "") -> String {
    String(decoding: ask(method, target, body: body).body, as: UTF8.self)
  }

  /// A request as a case file tells it.
  static func request(_ value: JSONValue) -> HTTPRequest {
    var fields = HTTPFields()
    for member in value["headers"]?.object?.members ?? [] {
      for text in member.value.array ?? [member.value] {
        fields.append(HTTPFieldName(member.key), text.string ?? "")
      }
    }
    if fields["Host"] == nil { fields.append(.host, "here") }
    let body =
      value["base64"]?.string.flatMap { Base64.decode($0) }
      ?? Array((value["body"]?.string ?? "").utf8)
    return HTTPRequest(
      method: HTTPMethod(value["method"]?.string ?? "GET"), target: value["url"]?.string ?? "/",
      fields: fields, body: body)
  }

  /// The cases of a file beside this one.
  static func cases(_ name: String) -> [JSONValue] {
    let bytes = Repository.bytes("Tests/MockServerTests/Stubs/Cases/\(name).json")
    return (try? JSONReader.value(of: bytes))?.array ?? [.null]
  }
}
