import Contracts
import EventLoop
import HTTPClient
import HTTPMessage
import HTTPServer
import JSON
import MockServer
import Synchronization
import Testing

@testable import ContractRunner

/// A recording proxy in front of a provider, both for one test.
private final class Passage: Sendable {
  let url: HTTPURL
  let folder: RecordingFolder
  private let server: HTTPServer
  private let seen: Events

  final class Events: Sendable {
    let list = Mutex<[RecordingProxy.Event]>([])
  }

  init(to upstream: HTTPURL, hostField: String? = nil, timeout: Int = 10_000) throws {
    folder = try RecordingFolder()
    let recorder = Recorder(
      to: try RecordingFile(
        folder.path + "/shop.json",
        contract: RecordingFile.empty(consumer: "ann", provider: "shop")),
      rules: try RecordedExchange.rules())
    let seen = Events()
    self.seen = seen
    server = try HTTPServer(
      on: try SocketAddress(host: "127.0.0.1", port: 0), group: try EventLoopGroup(count: 1),
      handler: RecordingProxy(
        to: upstream, hostField: hostField, timeout: timeout, recorder: recorder
      ) { event in seen.list.withLock { $0.append(event) } })
    url = HTTPURL(host: server.address.host, port: server.address.port)
  }

  var events: [RecordingProxy.Event] { seen.list.withLock { $0 } }

  func contract() throws -> Contract {
    try Contract.read(FixtureSource.read(folder.path + "/shop.json") ?? [], name: "shop.json")
  }
}

@Suite(.timeLimit(.minutes(1))) struct `A recording proxy` {
  @Test func `passes both sides' bytes on and has recorded them when the client has its answer`()
    throws
  {
    let bytes = (0...255).map { UInt8($0) }
    let provider = try Provider([
      "POST /a?b=%20c": HTTPResponse(
        status: .created, fields: [.contentType: "application/octet-stream"], body: bytes)
    ])
    let passage = try Passage(to: provider.url)
    let answer = try HTTPClient(passage.url).send(
      .post, "/a?b=%20c", fields: [.contentType: "image/png", "X-Mine": "1"], body: bytes.reversed()
    )
    #expect(answer.status == .created)
    #expect(answer.body == bytes)
    let asked = try #require(provider.requests.first)
    #expect(Array(asked.body) == bytes.reversed())
    #expect(asked.fields["X-Mine"] == "1")
    #expect(try passage.contract().interactions.map(\.description) == ["POST /a?b= c answers 201"])
  }

  @Test func `calls the server by its own name and ends what belongs to one connection`() throws {
    let provider = try Provider(["GET /a": HTTPResponse(status: .ok)])
    let passage = try Passage(to: provider.url)
    _ = try HTTPClient(passage.url).send(
      .get, "/a",
      fields: [
        "Connection": "close, X-Hop", "X-Hop": "1", "Keep-Alive": "5", "TE": "trailers",
        "Proxy-Authorization": "Basic x", "Upgrade": "h2c", "Accept-Encoding": "gzip",
        "Origin": passage.url.description, "Referer": "\(passage.url)/page",
      ])
    let fields = try #require(provider.requests.first).fields
    #expect(fields[.host] == provider.url.authority)
    #expect(fields["Accept-Encoding"] == "identity")
    #expect(fields["Origin"] == provider.url.description)
    #expect(fields["Referer"] == "\(provider.url)/page")
    for name in ["Connection", "X-Hop", "Keep-Alive", "TE", "Proxy-Authorization", "Upgrade"] {
      #expect(fields[HTTPFieldName(name)] == nil, "\(name)")
    }
  }

  @Test func `calls the server as it is told behind a tunnel`() throws {
    let provider = try Provider([
      "GET /a": HTTPResponse(status: HTTPStatus(302), fields: ["Location": "https://api.example/b"])
    ])
    let passage = try Passage(to: provider.url, hostField: "api.example")
    let answer = try HTTPClient(passage.url).send(.get, "/a")
    #expect(provider.requests.first?.fields[.host] == "api.example")
    #expect(answer.fields["Location"] == "\(passage.url)/b")
  }

  @Test func `answers with the server's places as its own, and records the server's`() throws {
    let server = try Signpost()
    let passage = try Passage(to: server.url)
    let answer = try HTTPClient(passage.url).send(.get, "/a")
    #expect(answer.fields["Location"] == "\(passage.url)/api/b?x=1")
    let recorded = try #require(try passage.contract().members["interactions"]?[0])
    #expect(
      recorded.at("/response/headers/Location/0") == .string("\(server.url)/api/b?x=1"))
  }

  @Test func `puts the path of the server's address in front, and takes it away again`() throws {
    let server = try Signpost()
    let passage = try Passage(
      to: HTTPURL(host: server.url.host, port: server.url.port, path: "/api"))
    let answer = try HTTPClient(passage.url).send(.get, "/a")
    #expect(answer.fields["Location"] == "\(passage.url)/b?x=1")
    #expect(answer.fields["Content-Location"] == "/c")
    let provider = try Provider(["GET /api/a": HTTPResponse(status: .ok)])
    let other = try Passage(
      to: HTTPURL(host: provider.url.host, port: provider.url.port, path: "/api"))
    #expect(try HTTPClient(other.url).send(.get, "/a").status == .ok)
    guard case .http(let request, _)? = try other.contract().interactions.first?.exchange else {
      Issue.record("nothing was recorded")
      return
    }
    #expect(request.path == "/a")
  }

  @Test func `leaves another server's places alone`() throws {
    let place = "http://other.example/b"
    let provider = try Provider([
      "GET /a": HTTPResponse(status: .created, fields: ["Location": place])
    ])
    let passage = try Passage(to: provider.url)
    let answer = try HTTPClient(passage.url).send(.get, "/a")
    #expect(answer.fields["Location"] == place)
  }

  @Test func `tells the length that HEAD was answered`() throws {
    let provider = try Provider([
      "HEAD /a": HTTPResponse(status: .ok, body: [1, 2, 3, 4, 5])
    ])
    let passage = try Passage(to: provider.url)
    #expect(try HTTPClient(passage.url).send(.head, "/a").fields[.contentLength] == "5")
  }

  @Test func `answers 502 with the reason where no server is, and records nothing`() throws {
    let deaf = DeafPort()
    let passage = try Passage(to: deaf.url)
    let answer = try HTTPClient(passage.url).send(.get, "/a")
    #expect(answer.status.code == 502)
    let reason = try JSONReader.value(of: answer.body)["error"]?.string
    #expect(reason == "cannot connect to \(deaf.url): Connection refused")
    #expect(try passage.contract().interactions.isEmpty)
    guard case .unanswered(_, let told)? = passage.events.first?.result else {
      Issue.record("\(passage.events)")
      return
    }
    #expect(told == reason)
  }

  @Test func `answers 504 when the server takes too long`() throws {
    let silent = try SilentServer()
    let passage = try Passage(to: silent.url, timeout: 50)
    #expect(try HTTPClient(passage.url).send(.get, "/a").status.code == 504)
  }

  @Test func `notices bodies that lead a client away`() throws {
    let signpost = try Signpost()
    let leading = try Passage(to: signpost.url)
    _ = try HTTPClient(leading.url).send(.get, "/a")
    #expect(leading.events.first?.leadsAway == true)
    let provider = try Provider(["GET /a": .text("see http://other.example", status: .ok)])
    let staying = try Passage(to: provider.url)
    _ = try HTTPClient(staying.url).send(.get, "/a")
    #expect(staying.events.first?.leadsAway == false)
  }

  @Test func `takes many clients at once`() async throws {
    var answers: [String: HTTPResponse] = [:]
    for number in 0..<40 { answers["GET /\(number)"] = Written.json("\(number)") }
    let provider = try Provider(answers)
    let passage = try Passage(to: provider.url)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<40 {
        group.addTask {
          let body = try? HTTPClient(passage.url).send(.get, "/\(number)").body
          #expect(body == Array("\(number)".utf8))
        }
      }
    }
    #expect(try passage.contract().interactions.count == 40)
  }
}

/// Points every caller to places of its own, which it knows by the name that it is called.
private final class Signpost: Sendable {
  let url: HTTPURL
  private let server: HTTPServer

  init() throws {
    server = try HTTPServer(
      on: try SocketAddress(host: "127.0.0.1", port: 0), group: try EventLoopGroup(count: 1),
      handler: Handler())
    url = HTTPURL(host: server.address.host, port: server.address.port)
  }

  private struct Handler: HTTPHandler {
    func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
      let root = "http://\(request.fields[.host] ?? "")"
      return HTTPResponse(
        status: .created, fields: ["Location": "\(root)/api/b?x=1", "Content-Location": "/api/c"],
        body: Array("see \(root)/d".utf8))
    }
  }
}
