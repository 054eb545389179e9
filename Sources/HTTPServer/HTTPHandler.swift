public import EventLoop
public import HTTPMessage
import Synchronization

/// Answers requests, each at once or later. Called on many threads at once; must not block.
public protocol HTTPDeferringHandler: Sendable {
  /// Gives the answer, or nil when it comes later by the ``HTTPDeferredAnswer`` that `turn` gave.
  func respond(
    to request: HTTPRequest, from peer: SocketAddress?, on turn: borrowing HTTPTurn
  ) -> HTTPResponse?
  /// A request was refused before it was complete enough to be handled.
  func refused(_ error: HTTPParseError, from peer: SocketAddress?)
}

/// Answers every request at once. Called on many threads at once; must not block.
public protocol HTTPHandler: HTTPDeferringHandler {
  func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse
}

extension HTTPDeferringHandler {
  public func refused(_ error: HTTPParseError, from peer: SocketAddress?) {}
}

extension HTTPHandler {
  public func respond(
    to request: HTTPRequest, from peer: SocketAddress?, on turn: borrowing HTTPTurn
  ) -> HTTPResponse? { respond(to: request, from: peer) }
}

/// A request's turn on its connection, during the call of its handler.
public struct HTTPTurn: ~Copyable {
  private let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  /// Lets the handler answer later, from any thread; it then returns nil.
  ///
  /// Requests that came behind this one wait, so that answers keep their order. A client that goes
  /// away meanwhile is noticed when the answer is given, if not before. A server that stops waits for
  /// the answer as long as for others.
  public func later() -> HTTPDeferredAnswer { HTTPDeferredAnswer(connection.reference) }
}

/// An answer that somebody owes. If it is let go without being given, the client is told so by 500.
public final class HTTPDeferredAnswer: Sendable {
  private let connection: Connection.Reference
  private let isGiven = Atomic<Bool>(false)

  init(_ connection: Connection.Reference) { self.connection = connection }

  /// Sends the answer, from any thread. Only the first one counts.
  public func give(_ response: HTTPResponse) {
    guard !isGiven.exchange(true, ordering: .acquiringAndReleasing) else { return }
    connection.resume { handler, connection in
      (handler as? HTTPConnection)?.finish(with: response, on: connection)
    }
  }

  /// Sends an answer without an end, from any thread.
  public func give(_ stream: HTTPStream) {
    guard !isGiven.exchange(true, ordering: .acquiringAndReleasing) else { return }
    connection.resume { handler, connection in
      (handler as? HTTPConnection)?.begin(stream, on: connection)
    }
  }

  deinit {
    give(.text("the answer to this request was lost\n", status: .internalServerError))
  }
}
