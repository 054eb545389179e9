import EventLoop
import Glibc
import HTTPMessage
import HTTPServer
import HTTPTransport
import Testing

@testable import URLSessionTransport

/// A server that a test asks; its own loop ends with it.
private final class TestServer: Sendable {
  private let group: EventLoopGroup
  private let server: HTTPServer

  init(_ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) throws {
    group = try EventLoopGroup(count: 1)
    let address = try SocketAddress(host: "127.0.0.1", port: 0)
    server = try HTTPServer(on: address, group: group, handler: Handler(answer: answer))
  }

  deinit { group.shutdown() }

  var url: String { "http://\(server.address)" }

  private struct Handler: HTTPHandler {
    let answer: @Sendable (HTTPRequest) -> HTTPResponse
    func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
      answer(request)
    }
  }
}

/// A socket that listens, or only holds a port; nobody ever accepts.
private final class MuteSocket: Sendable {
  private let descriptor: Int32
  let url: String

  init(listens: Bool) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      [descriptor] pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
      }
    }
    try #require(result == 0)
    if listens { try #require(listen(descriptor, 4) == 0) }
    url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/"
  }

  deinit { close(descriptor) }
}

@Suite struct `URLSession as a transport` {
  private let transport = URLSessionTransport()

  private func answer(
    _ method: HTTPMethod, _ url: String, fields: HTTPFields = [:], body: [UInt8]? = nil
  ) async throws(TransportError) -> HTTPResponse {
    let request = TransportRequest(method: method, url: url, fields: fields, body: body)
    return try await transport.send(request, timeout: .seconds(20))
  }

  @Test(arguments: [HTTPMethod.post, .put, .delete])
  func `sends a request as it is told`(method: HTTPMethod) async throws {
    let server = try TestServer { request in
      let said = [
        request.method.name, request.target.pathAndQuery, request.fields["X-Token"] ?? "",
        request.fields[.contentType] ?? "", String(decoding: request.body, as: UTF8.self),
      ]
      return HTTPResponse(
        status: HTTPStatus(403), fields: ["X-Said": "yes"],
        body: Array(said.joined(separator: " ").utf8))
    }
    let response = try await answer(
      method, server.url + "/a%20b/c?d=%2F", fields: ["X-Token": "t", .contentType: "text/x"],
      body: Array("body".utf8))
    #expect(response.status == .forbidden)
    #expect(response.fields["x-said"] == "yes")
    let said = String(decoding: response.body, as: UTF8.self)
    #expect(said == "\(method) /a%20b/c?d=%2F t text/x body")
  }

  @Test func `joins field lines of the same name`() async throws {
    let server = try TestServer { _ in
      HTTPResponse(status: .ok, fields: ["X-Two": "1", "X-Two": "2"])
    }
    let response = try await answer(.get, server.url)
    #expect(response.fields[values: "X-Two"] == ["1, 2"])
    #expect(response.body.isEmpty)
  }

  @Test func `keeps no cookie`() async throws {
    let server = try TestServer { request in
      HTTPResponse(
        status: .ok, fields: ["Set-Cookie": "a=b; Path=/"],
        body: Array((request.fields["Cookie"] ?? "none").utf8))
    }
    for _ in 0..<2 {
      let response = try await answer(.get, server.url + "/")
      #expect(String(decoding: response.body, as: UTF8.self) == "none")
    }
  }

  struct Redirect: Sendable {
    let status: Int
    let method: HTTPMethod
    let then: String
  }

  @Test(arguments: [
    Redirect(status: 302, method: .get, then: "GET token "),
    Redirect(status: 301, method: .post, then: "GET token "),
    Redirect(status: 303, method: .post, then: "GET token "),
    Redirect(status: 307, method: .post, then: "POST token body"),
    Redirect(status: 308, method: .put, then: "PUT token body"),
  ])
  func `follows a redirect on the same server`(redirect: Redirect) async throws {
    let server = try TestServer { request in
      if request.target.pathAndQuery == "/old" {
        return HTTPResponse(status: HTTPStatus(redirect.status), fields: ["Location": "/new"])
      }
      let text =
        "\(request.method) \(request.fields["X-Token"] ?? "") "
        + String(decoding: request.body, as: UTF8.self)
      return .text(text, status: .ok)
    }
    let response = try await answer(
      redirect.method, server.url + "/old", fields: ["X-Token": "token"],
      body: redirect.method == .get ? nil : Array("body".utf8))
    #expect(response.status == .ok)
    #expect(String(decoding: response.body, as: UTF8.self) == redirect.then)
  }

  @Test func `does not follow a redirect to another server`() async throws {
    let other = try TestServer { _ in .text("reached", status: .ok) }
    let location = other.url + "/new"
    let server = try TestServer { _ in
      HTTPResponse(status: HTTPStatus(302), fields: ["Location": location])
    }
    let response = try await answer(.get, server.url, fields: ["X-Token": "token"])
    #expect(response.status.code == 302)
    #expect(response.fields["Location"] == location)
  }

  @Test func `says that nothing listens`() async throws {
    let closed = try MuteSocket(listens: false)
    let error = await #expect(throws: TransportError.self) { try await answer(.get, closed.url) }
    guard case .cannotConnect = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `says that no answer came in time`() async throws {
    let mute = try MuteSocket(listens: true)
    let request = TransportRequest(method: .get, url: mute.url)
    await #expect(throws: TransportError.timedOut(after: .milliseconds(50))) {
      try await transport.send(request, timeout: .milliseconds(50))
    }
  }

  @Test func `ends when its task is cancelled`() async throws {
    let mute = try MuteSocket(listens: true)
    let task = Task { [transport] in
      let request = TransportRequest(method: .get, url: mute.url)
      return try await transport.send(request, timeout: .seconds(300))
    }
    task.cancel()
    await #expect(throws: TransportError.cancelled) { try await task.value }
  }

  @Test(arguments: ["", "/jobs", "ftp://127.0.0.1/", "http://", "http:// /"])
  func `refuses what is no URL`(url: String) async {
    let error = await #expect(throws: TransportError.self) { try await answer(.get, url) }
    #expect(
      error?.description
        == "the request can't be sent: \"\(url)\" is no absolute http or https URL")
  }

  @Test func `refuses a GET with a body`() async {
    await #expect(throws: TransportError.unsendable("URLSession refuses a GET with a body")) {
      try await answer(.get, "http://127.0.0.1:1/", body: [1])
    }
  }
}

@Suite struct `A proxy` {
  struct Case: Sendable {
    let environment: [String: String]
    let noProxy: String?
  }

  @Test(arguments: [
    Case(environment: [:], noProxy: nil),
    Case(environment: ["http_proxy": ""], noProxy: nil),
    Case(environment: ["http_proxy": "http://p"], noProxy: "127.0.0.0/8,localhost,::1"),
    Case(
      environment: ["ALL_PROXY": "http://p", "NO_PROXY": "a.example, localhost"],
      noProxy: "a.example,localhost,127.0.0.0/8,::1"),
    Case(
      environment: ["https_proxy": "http://p", "no_proxy": "127.0.0.0/8,localhost,::1"],
      noProxy: nil),
    Case(environment: ["http_proxy": "http://p", "no_proxy": "*"], noProxy: nil),
  ])
  func `is not asked for loopback addresses`(example: Case) {
    #expect(LoopbackProxyExemption.noProxy(for: example.environment) == example.noProxy)
  }
}
