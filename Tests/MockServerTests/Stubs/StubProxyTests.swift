import MockSupport
import EventLoop
import HTTPClient
import HTTPMessage
import HTTPServer
import JSON
import MockServer
import Testing

@Suite struct `A stub that passes requests on` {
  /// A world of stubs in front of a server that echoes, both listening.
  private final class Site: Sendable {
    let bench: StubBench
    private let group: EventLoopGroup
    private let target: HTTPServer
    private let server: HTTPServer

    struct Echo: HTTPHandler {
      func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
        let names = request.fields.map { $0.name.spelling.lowercased() }.sorted()
        return HTTPResponse(
          status: HTTPStatus(202), fields: ["X-Seen": names.joined(separator: " ")],
          body: Array("\(request.method) \(request.target.pathAndQuery) ".utf8) + request.body)
      }
    }

    init() throws {
      bench = try StubBench(isAlone: true)
      group = try EventLoopGroup(count: 1)
      let address = try SocketAddress(host: "127.0.0.1", port: 0)
      target = try HTTPServer(on: address, group: group, handler: Echo())
      server = try HTTPServer(
        on: address, group: group, handler: ServicePort(world: bench.world))
      let url = url
      bench.world.stubs.allowPassingOn { $0.hasPrefix(url) }
    }

    deinit { group.shutdown() }

    var url: String { "http://\(target.address)" }

    func send(
      _ method: HTTPMethod, _ path: String, fields: HTTPFields = [:], body: String = ""
    ) throws -> HTTPResponse {
      try HTTPClient(HTTPURL(host: "127.0.0.1", port: server.address.port))
        .send(method, path, fields: fields, body: Array(body.utf8))
    }
  }

  @Test func `answers what the server answers, and tells it in the journal`() throws {
    let site = try Site()
    let id = try site.bench.stub([
      "request": ["urlPathPattern": "/api/.*"],
      "response": [
        "proxyBaseUrl": .string(site.url + "/base"), "proxyUrlPrefixToRemove": "/api",
        "additionalProxyRequestHeaders": ["X-More": "1"],
        "removeProxyRequestHeaders": ["x-less"],
      ],
    ])
    let answer = try site.send(
      .post, "/api/a?b=c", fields: ["X-Less": "1", "X-Kept": "2"], body: "content")
    #expect(answer.status.code == 202)
    #expect(String(decoding: answer.body, as: UTF8.self) == "POST /base/a?b=c content")
    #expect(answer.fields["X-Seen"] == "content-length host x-kept x-more")
    let event = try site.bench.call("GET", "/requests")["requests"]?[0]
    #expect(event?["response"]?["status"] == 202)
    #expect(event?["stubMapping"]?["id"]?.string == id)
  }

  @Test func `tells when nobody is there`() throws {
    let site = try Site()
    site.bench.world.stubs.allowPassingOn { _ in true }
    try site.bench.stub(["response": ["proxyBaseUrl": "http://127.0.0.1:1"]])
    #expect(try site.send(.get, "/a").status.code == 502)
  }

  @Test func `can be recorded, what comes again as a scenario`() throws {
    let site = try Site()
    func status() throws -> JSONValue? {
      try site.bench.call("GET", "/recordings/status")["status"]
    }
    #expect(try status() == "NeverStarted")
    let refused = site.bench.send(
      "POST", "/recordings/start", ["targetBaseUrl": "http://example.com"])
    #expect(refused.status == .unprocessable)
    _ = try site.bench.call(
      "POST", "/recordings/start",
      ["targetBaseUrl": .string(site.url), "captureHeaders": ["X-Id": [:]]])
    #expect(try status() == "Recording")
    _ = try site.send(.get, "/a", fields: ["X-Id": "7"])
    for _ in 0..<2 { _ = try site.send(.post, "/b", body: #"{"x":1}"#) }
    let stubs = try site.bench.call("POST", "/recordings/stop")["mappings"]?.array ?? []
    #expect(try status() == "Stopped")
    #expect(stubs.count == 3)
    #expect(stubs.first?["request"]?["headers"] == ["X-Id": ["equalTo": "7"]])
    #expect(stubs.map { $0["scenarioName"] == nil } == [true, false, false])
    // Answered without the server now.
    site.bench.world.stubs.allowPassingOn { _ in false }
    let again = try site.send(.post, "/b", body: #"{ "x": 1 }"#)
    #expect(again.status.code == 202)
    #expect(String(decoding: again.body, as: UTF8.self) == #"POST /b {"x":1}"#)
    #expect(try site.send(.get, "/a").status == .notFound)
  }
}
