import EventLoop
import HTTPMessage
import JSON
import MockServer
import Synchronization

/// A service that says nothing, and listens with what it is told to.
struct SilentService: MockService {
  var fixtures: ServiceFixtures
  var opened: OpenedListeners?

  init(fixtures: ServiceFixtures) { self.fixtures = fixtures }

  func state(from collections: Collections) -> Int { 0 }

  func respond(
    to request: HTTPRequest, state: borrowing Mutex<Int>, context: ServiceContext
  ) -> Answer {
    Answer(HTTPResponse(status: .noContent))
  }

  func take(
    _ message: ServiceMessage, state: borrowing Mutex<Int>, context: ServiceContext
  ) -> MessageNote {
    let count = state.withLock { count in
      count += 1
      return count
    }
    return MessageNote(reason: "number \(count)")
  }

  func listen(
    at site: ListenerSite, for world: any ServiceWorld
  ) throws(SocketError) -> any FurtherListener {
    guard let opened else {
      throw SocketError(
        operation: "listen on \(site.address)", code: 93,
        reason: "the service does not speak \(site.listener.scheme)")
    }
    return opened.open(site)
  }
}

/// Listeners without sockets, which tell what is done with them.
final class OpenedListeners: Sendable {
  private let log = Mutex<[String]>([])

  var events: [String] { log.withLock { $0 } }

  fileprivate func open(_ site: ListenerSite) -> any FurtherListener {
    log.withLock {
      $0.append("\(site.listener.name) at \(site.address.port) for \(site.upstreams)")
    }
    return Opened(url: site.listener.url(at: "there")) { [self] event in
      log.withLock { $0.append(event) }
    }
  }

  private final class Opened: FurtherListener {
    let url: String
    private let tell: @Sendable (String) -> Void

    init(url: String, tell: @escaping @Sendable (String) -> Void) {
      self.url = url
      self.tell = tell
    }

    func reset() { tell("reset") }

    func stop(within limit: Int64, done: @escaping @Sendable () -> Void) {
      tell("stopped")
      done()
    }
  }
}
