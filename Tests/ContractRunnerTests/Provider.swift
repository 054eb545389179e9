import EventLoop
import Glibc
import HTTPClient
import HTTPMessage
import HTTPServer
import JSON
import Synchronization

/// A provider that runs for one test and remembers what it was asked.
final class Provider: Sendable {
  let url: HTTPURL
  /// Where its states are changed.
  var states: HTTPURL { HTTPURL(host: url.host, port: url.port, path: "/states") }
  private let book: Book
  private let group: EventLoopGroup

  /// - Parameters:
  ///   - answers: by method and target; anything else is answered 404.
  ///   - refusedChange: the state change that is answered 404, for example `setup full`.
  ///   - stateAnswer: what other state changes are answered.
  init(
    _ answers: [String: HTTPResponse], refusing refusedChange: String? = nil,
    stateAnswer: HTTPResponse = HTTPResponse(status: .ok)
  ) throws {
    let book = Book(answers, refusing: refusedChange, stateAnswer: stateAnswer)
    group = try EventLoopGroup(count: 1)
    let server = try HTTPServer(
      on: try SocketAddress(host: "127.0.0.1", port: 0), group: group, handler: book)
    url = HTTPURL(host: server.address.host, port: server.address.port)
    self.book = book
  }

  deinit { group.shutdown() }

  /// The requests in the order they came, without the state changes.
  var requests: [HTTPRequest] { book.pages.withLock(\.requests) }

  /// Requests as method and target, state changes as action, name and parameters.
  var calls: [String] { book.pages.withLock(\.calls) }

  private final class Book: HTTPHandler {
    struct Pages {
      var requests: [HTTPRequest] = []
      var calls: [String] = []
    }

    let pages = Mutex(Pages())
    private let answers: [String: HTTPResponse]
    private let refusedChange: String?
    private let stateAnswer: HTTPResponse

    init(
      _ answers: [String: HTTPResponse], refusing refusedChange: String?,
      stateAnswer: HTTPResponse
    ) {
      self.stateAnswer = stateAnswer
      self.answers = answers
      self.refusedChange = refusedChange
    }

    func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
      let call = "\(request.method) \(request.target.pathAndQuery)"
      if call == "POST /states" { return change(request.body) }
      pages.withLock {
        $0.requests.append(request)
        $0.calls.append(call)
      }
      return answers[call] ?? HTTPResponse(status: .notFound)
    }

    private func change(_ body: ArraySlice<UInt8>) -> HTTPResponse {
      guard let value = try? JSONReader.value(of: Array(body)),
        let action = value["action"]?.string, let name = value["state"]?.string,
        let parameters = value["params"]
      else { return HTTPResponse(status: .badRequest) }
      let change = "\(action) \(name)"
      pages.withLock { $0.calls.append("\(change) \(parameters)") }
      return change == refusedChange
        ? .text("never heard of it", status: .notFound) : stateAnswer
    }
  }
}

/// A server that takes connections and requests, and never answers.
final class SilentServer: Sendable {
  let url: HTTPURL
  private let group: EventLoopGroup

  init() throws {
    group = try EventLoopGroup(count: 1)
    let address = try group.listen(on: try SocketAddress(host: "127.0.0.1", port: 0)) {
      Listener()
    }.address
    url = HTTPURL(host: address.host, port: address.port)
  }

  deinit { group.shutdown() }

  private final class Listener: ConnectionHandler {
    func opened(_ connection: Connection) {}
    func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) {}
    func drained(_ connection: Connection) {}
    func deadlinePassed(on connection: Connection) {}
    func stopping(_ connection: Connection) { connection.close() }
  }
}

/// A port that is bound, so that nobody else gets it, but where nothing listens.
final class DeafPort: Sendable {
  let url: HTTPURL
  private let descriptor: Int32

  init() {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(descriptor, $0, length)
        _ = getsockname(descriptor, $0, &length)
      }
    }
    url = HTTPURL(host: "127.0.0.1", port: UInt16(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }
}
