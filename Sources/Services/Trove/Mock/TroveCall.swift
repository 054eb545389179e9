import HTTPMessage
import HTTPServer
import JSON
import MockServer

/// A request whose sender is known, with all that its answer depends on.
struct TroveCall {
  let request: HTTPRequest
  let caller: Caller
  /// What the route left open; the project is first.
  let path: PathParameters
  let mock: TroveMock
  let context: ServiceContext
  private let body: TroveBody
  /// `https://HOST`, as all links of the service begin (sheet, section 3).
  let origin: String

  init(
    _ request: HTTPRequest, _ body: TroveBody, _ caller: Caller, _ path: PathParameters,
    _ mock: TroveMock, _ context: ServiceContext
  ) {
    self.request = request
    self.body = body
    self.caller = caller
    self.path = path
    self.mock = mock
    self.context = context
    origin = "https://" + (request.fields[.host] ?? "")
  }

  var now: Timestamp { context.now }
  var settings: TroveSettings { mock.settings }
  var project: String { caller.project }
  var isAdmin: Bool { caller.roles.contains(settings.adminRole) }

  /// What the route left open behind the project, by place from 0.
  func id(_ place: Int = 0) -> String { path.text(place + 1) }

  /// Whether what belongs to a project may be seen by the caller.
  func maySee(_ project: String) -> Bool { project == self.project || isAdmin }

  /// Refuses whoever is no administrator, as management calls do.
  func requireAdmin() throws(TroveRefusal) { if !isAdmin { throw .notAdmin() } }

  /// Refuses whoever is no administrator, as a policy does.
  func requirePolicy(_ name: String) throws(TroveRefusal) { if !isAdmin { throw .policy(name) } }

  /// The first value of a query parameter.
  func query(_ name: String) -> String? {
    guard request.target.query != nil else { return nil }
    return request.target.queryItems.first { $0.name == name }?.value
  }

  /// A query parameter that says yes, in Python's spelling or another.
  func flag(_ name: String, usually: Bool = false) -> Bool {
    query(name).map { ["true", "1", "yes", "on", "t", "y"].contains($0.lowercased()) } ?? usually
  }

  // MARK: Body

  /// The body, whatever it is.
  ///
  /// - Throws: the service's refusal of a body that is no JSON, or of none at all.
  func json() throws(TroveRefusal) -> JSONValue {
    switch body {
    case .json(let value): return value
    case .malformed: throw .malformed
    case .none: throw .badRequest("The request has no body.")
    }
  }

  /// The body, null when there is none.
  func optionalJSON() throws(TroveRefusal) -> JSONValue {
    if case .none = body { return .null }
    return try json()
  }

  /// What stands under a name in the body.
  func member(_ name: String) throws(TroveRefusal) -> JSONValue {
    guard let value = try json()[name] else { throw .invalid("'\(name)' is a required property") }
    return value
  }

  /// The object under a name in the body.
  func object(_ name: String) throws(TroveRefusal) -> JSONObject {
    try Validation.object(member(name), at: name)
  }

  // MARK: Answers

  /// `{"name": …}` around what `body` writes.
  static func envelope(
    _ name: StaticString, status: HTTPStatus = .ok, reserving capacity: Int = 1_024,
    _ body: (inout JSONWriter) -> Void
  ) -> HTTPResponse {
    var json = JSONWriter(reserving: capacity)
    json.beginObject()
    json.key(name)
    body(&json)
    json.endObject()
    return .json(json.finish(), status: status)
  }

  static let accepted = HTTPResponse(
    status: .accepted, fields: [.contentType: "application/json"])

  /// Done at once, with nothing to tell.
  static let done = HTTPResponse(status: .ok, fields: [.contentType: "application/json"])

  /// The links that every resource has (sheet, section 3).
  func writeLinks(_ collection: StaticString, _ id: String, to json: inout JSONWriter) {
    json.key("links")
    json.beginArray()
    json.beginObject()
    json.key("href")
    writeURL(collection, id, isBookmark: false, to: &json)
    json.key("rel")
    json.string("self")
    json.endObject()
    json.beginObject()
    json.key("href")
    writeURL(collection, id, isBookmark: true, to: &json)
    json.key("rel")
    json.string("bookmark")
    json.endObject()
    json.endArray()
  }

  private func writeURL(
    _ collection: StaticString, _ id: String, isBookmark: Bool, to json: inout JSONWriter
  ) {
    json.beginString()
    json.text(origin)
    if !isBookmark {
      json.text(mock.fixtures.description.basePath)
      json.text("/")
      json.text(project)
    }
    json.text("/")
    json.text(collection)
    json.text("/")
    json.text(id)
    json.endString()
  }
}

/// A request's body, read before the state is locked.
enum TroveBody {
  case none
  case json(JSONValue)
  case malformed

  init(_ request: HTTPRequest) {
    if request.body.isEmpty {
      self = .none
    } else if let value = try? JSONReader.value(of: Array(request.body)) {
      self = .json(value)
    } else {
      self = .malformed
    }
  }
}
