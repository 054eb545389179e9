import HTTPMessage
import HTTPTransport
import JSON
import Synchronization
import TroveClient

/// Stands in for both services: signs everybody in, answers calls as it is told, and keeps what was
/// asked.
final class StubTransport: HTTPTransport {
  typealias Answer = @Sendable (TransportRequest) -> Result<HTTPResponse, TransportError>

  struct Asked: Sendable {
    var signIns: [TransportRequest] = []
    var calls: [TransportRequest] = []
    var timeouts: [Duration] = []
  }

  /// Also the address of the database service, without the slash at the end.
  static let endpoint = "http://stub/v1.0/TID"

  private let identity: @Sendable (_ number: Int, TransportRequest) -> HTTPResponse
  private let answer: Answer
  private let kept = Mutex(Asked())

  init(
    identity: @escaping @Sendable (_ number: Int, TransportRequest) -> HTTPResponse = {
      number, request in
      StubTransport.signedIn(request, token: "token-\(number)")
    },
    answer: @escaping Answer
  ) {
    self.identity = identity
    self.answer = answer
  }

  /// Gives one answer to every call.
  convenience init(_ response: HTTPResponse) { self.init { _ in .success(response) } }

  convenience init(json: String) { self.init(.json(Array(json.utf8))) }

  /// Gives these answers, one after the other; the last one again and again.
  convenience init(_ responses: [HTTPResponse]) {
    let rest = Mutex(responses)
    self.init { _ in
      .success(
        rest.withLock { rest in
          let next = rest.first ?? HTTPResponse(status: .internalServerError)
          if rest.count > 1 { rest.removeFirst() }
          return next
        })
    }
  }

  var asked: Asked { kept.withLock { $0 } }
  var calls: [TransportRequest] { asked.calls }
  var signIns: [TransportRequest] { asked.signIns }

  func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse {
    let isSignIn = request.url.hasSuffix("/tokens")
    let number = kept.withLock { kept -> Int in
      kept.timeouts.append(timeout)
      if isSignIn { kept.signIns.append(request) } else { kept.calls.append(request) }
      return kept.signIns.count
    }
    if isSignIn {
      // Others get the time to ask for a token, too.
      for _ in 0..<20 { await Task.yield() }
      return identity(number, request)
    }
    return try answer(request).get()
  }

  /// A client that speaks to this.
  func client(project: String? = "test_project") -> TroveClient {
    TroveClient(
      username: "testuser", password: "PASSWORD", projectID: project, regionName: "EAST",
      authURL: "http://stub:5000/v2.0", transport: self)
  }

  func client(v3 project: String) -> TroveClient {
    TroveClient(
      username: "testuser", password: "PASSWORD", projectID: project, regionName: "EAST",
      authURL: "http://stub:5000/v3", transport: self)
  }

  /// What the identity service says, by v2.0 or v3, whichever is asked.
  static func signedIn(
    _ request: TransportRequest, token: String, endpoint: String = endpoint,
    minutes: Int? = 60
  ) -> HTTPResponse {
    let issued = "2026-11-21T10:00:00.000000Z"
    let expires = minutes.map {
      "2026-11-21T\(10 + $0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60):00Z"
    }
    if request.url.contains("/v3/") {
      return HTTPResponse(
        status: .created, fields: ["X-Subject-Token": token],
        body: JSONWriter.compact([
          "token": [
            "issued_at": .string(issued), "expires_at": expires.map { .string($0) } ?? .null,
            "catalog": [
              [
                "type": "database", "name": "trove",
                "endpoints": [
                  ["interface": "public", "region": "EAST", "url": .string(endpoint)],
                  ["interface": "admin", "region": "EAST", "url": "http://stub/other"],
                ],
              ]
            ],
          ]
        ]))
    }
    return .json(
      JSONWriter.compact([
        "access": [
          "token": [
            "id": .string(token), "issued_at": .string(issued),
            "expires": expires.map { .string($0) } ?? .null,
          ],
          "serviceCatalog": [
            [
              "type": "database", "name": "trove",
              "endpoints": [["region": "EAST", "publicURL": .string(endpoint)]],
            ]
          ],
        ]
      ]))
  }
}

extension HTTPResponse {
  static func text(json: String, status: Int = 200) -> HTTPResponse {
    .json(Array(json.utf8), status: HTTPStatus(status))
  }
}

/// Sends over the network what is not for the host "stub".
struct PartlyStubbed: HTTPTransport {
  let stub: StubTransport
  let network: any HTTPTransport

  func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse {
    let isStubbed = request.url.hasPrefix("http://stub")
    return try await (isStubbed ? stub : network).send(request, timeout: timeout)
  }
}
