import EventLoop
import HTTPClient
import HTTPMessage
import HTTPServer
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A pool of client threads` {
  private static func get(_ target: String) -> HTTPRequest {
    HTTPRequest(method: .get, target: target, fields: [.host: "a"])
  }

  private static func ask(
    _ pool: HTTPClientPool, _ target: String = "/"
  ) async -> HTTPClientPool.Outcome {
    await withCheckedContinuation { continuation in
      pool.send(get(target)) { continuation.resume(returning: $0) }
    }
  }

  @Test func `answers each request with its own answer`() async throws {
    let server = try ScriptedServer.echo()
    let pool = HTTPClientPool(server.url, limit: 3)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          let text = try? await Self.ask(pool, "/\(number)").get().body
          #expect(text?.starts(with: "GET /\(number) HTTP/1.1\r\n".utf8) == true)
        }
      }
    }
  }

  @Test func `keeps its connection`() async throws {
    let server = try ScriptedServer.tellingPort()
    let pool = HTTPClientPool(server.url, limit: 1)
    var ports: Set<String> = []
    for _ in 0..<3 {
      ports.insert(String(decoding: try await Self.ask(pool).get().body, as: UTF8.self))
    }
    #expect(ports.count == 1)
  }

  @Test func `has no more requests under way than it may`() async throws {
    let pairing = Pairing()
    let server = try HTTPServer(
      on: try SocketAddress(host: "127.0.0.1", port: 0), group: try EventLoopGroup(count: 1),
      handler: pairing)
    let pool = HTTPClientPool(
      HTTPURL(host: server.address.host, port: server.address.port), limit: 2)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<6 { group.addTask { _ = await Self.ask(pool) } }
    }
    #expect(pairing.most == 2)
  }

  @Test func `tells why there is no answer`() async throws {
    let server = try ScriptedServer.saying("what?\r\n\r\n")
    guard case .failure(.notHTTP) = await Self.ask(HTTPClientPool(server.url)) else {
      Issue.record("an answer came")
      return
    }
  }
}

/// Answers two requests together, so that one alone waits for the other.
private final class Pairing: HTTPDeferringHandler {
  private let state = Mutex((open: [HTTPDeferredAnswer](), most: 0))

  var most: Int { state.withLock { $0.most } }

  func respond(
    to request: HTTPRequest, from peer: SocketAddress?, on turn: borrowing HTTPTurn
  ) -> HTTPResponse? {
    let answer = turn.later()
    let ready = state.withLock { state in
      state.open.append(answer)
      state.most = max(state.most, state.open.count)
      guard state.open.count >= 2 else { return [HTTPDeferredAnswer]() }
      defer { state.open = [] }
      return state.open
    }
    for answer in ready { answer.give(HTTPResponse(status: .ok)) }
    return nil
  }
}
