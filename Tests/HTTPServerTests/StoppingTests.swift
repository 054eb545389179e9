import EventLoop
import Glibc
import HTTPServer
import Synchronization
import TestSupport
import Testing

/// Stopping on a clock that stands still: what waits for the limit would wait for ever.
@Suite(.timeLimit(.minutes(1))) struct StoppingTests {
  /// An address that nobody else listens on, lest a port that is let go become another test's.
  private func ownHost(_ network: Int) -> String {
    let process = getpid()
    return "127.\(network + Int(process >> 16) & 127).\(process >> 8 & 255).\(process & 255)"
  }

  @Test func `a server without connections stops`() async throws {
    await (try TestServer()).stop()
  }

  @Test func `after stopping nobody can connect`() async throws {
    let server = try TestServer(host: ownHost(1))
    await server.stop()
    let failure = #expect(throws: RawClient.Failure.self) { try server.connect() }
    #expect(failure?.isRefused == true)
  }

  @Test func `stopping closes idle connections`() async throws {
    let server = try TestServer()
    let clients = [try server.connect(), try server.connect()]
    _ = try clients[0].get("/")
    try server.settle()
    await server.stop()
    for client in clients { #expect(try client.readToEnd().isEmpty) }
  }

  @Test func `stopping lets an answer that has begun to leave arrive whole`() async throws {
    let server = try TestServer(respond: TestServer.big)
    let client = try server.connect(receiveBuffer: 32_768)
    try client.send("GET /\(BackPressureTests.huge) HTTP/1.1\r\nHost: a\r\n\r\n")
    let head = try client.readHead()
    #expect(head.status == 200)
    let stopped = Signal()
    server.server.stop { stopped.set() }
    try server.settle()
    #expect(!stopped.isSet)
    #expect(try client.readToEnd() == TestServer.bytes(BackPressureTests.huge))
    client.finishSending()
    await stopped.wait()
  }

  @Test func `stopping lets a request that has begun to come be answered`() async throws {
    let server = try TestServer()
    let client = try server.connect()
    try client.send("GET / HTTP/1.1\r\n")
    try server.settle()
    let stopped = Signal()
    server.server.stop { stopped.set() }
    try server.settle()
    #expect(!stopped.isSet)
    try client.send("Host: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n")
    let answer = try client.readAnswer()
    #expect(answer.text == "GET / ")
    #expect(answer["Connection"] == "close")
    #expect(try client.readToEnd().isEmpty)
    client.finishSending()
    await stopped.wait()
  }

  @Test func `after the limit what is still open is cut`() async throws {
    let server = try TestServer()
    let client = try server.connect()
    try client.send("GET / HTTP/1.1\r\n")
    try server.settle()
    let stopped = Signal()
    server.server.stop(within: 800) { stopped.set() }
    try server.settle()
    try server.pass(799)
    #expect(!stopped.isSet)
    try server.pass(1)
    await stopped.wait()
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `a stopped server's port can be had again`() async throws {
    let server = try TestServer(host: ownHost(128))
    let client = try server.connect()
    _ = try client.get("/")
    await server.stop()
    let group = try EventLoopGroup(count: 1)
    let next = try HTTPServer(
      on: server.server.address, group: group, handler: TestServer.Handler(respond: TestServer.echo)
    )
    #expect(
      try RawClient(host: next.address.host, port: next.address.port, of: next).get("/").status
        == 200)
  }

  @Test func `stopping one server leaves another on the same loops alone`() async throws {
    let server = try TestServer()
    await server.stop()
    try server.settle()
  }
}

@Suite(.timeLimit(.minutes(1))) struct AddressSharingTests {
  @Test(arguments: [1, 3])
  func `two servers cannot share a port`(_ loops: Int) throws {
    let group = try EventLoopGroup(count: loops)
    let handler = TestServer.Handler(respond: TestServer.echo)
    let first = try HTTPServer(
      on: SocketAddress(host: "127.0.0.1", port: 0), group: group, handler: handler)
    for other in [group, try EventLoopGroup(count: loops)] {
      let error = #expect(throws: SocketError.self) {
        try HTTPServer(on: first.address, group: other, handler: handler)
      }
      #expect(error?.isAddressInUse == true)
      #expect(
        error?.description
          == "cannot listen on 127.0.0.1:\(first.address.port): Address already in use")
    }
    #expect(try RawClient(port: first.address.port, of: first).get("/").status == 200)
  }

  @Test func `port 0 is another port for each server`() throws {
    let servers = [try TestServer(), try TestServer()]
    #expect(servers[0].server.address.port != servers[1].server.address.port)
    #expect(servers[0].server.address.port != 0)
  }
}

/// Something that happens once, which a test can look at and wait for.
final class Signal: Sendable {
  private let state = Mutex<(isSet: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

  var isSet: Bool { state.withLock { $0.isSet } }

  func set() {
    let waiting = state.withLock { state in
      defer { state = (true, []) }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isSet = state.withLock { state in
        if !state.isSet { state.waiting.append(continuation) }
        return state.isSet
      }
      if isSet { continuation.resume() }
    }
  }
}
