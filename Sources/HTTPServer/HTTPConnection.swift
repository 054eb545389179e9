import EventLoop
import HTTPMessage
import Synchronization

/// Speaks HTTP/1.1 on one connection: requests in order, answers in order, one send for all that
/// came together.
final class HTTPConnection: ConnectionHandler {
  private let shared: HTTPServer.Shared
  private var parser: HTTPRequestParser
  private var dateLine: [UInt8] = []
  private var dateLineUntil: Int64 = 0
  private var isStopping = false
  /// What the answer that is still owed needs to know of its request.
  private var owed: Owed?

  private struct Owed {
    let isHead: Bool
    let keepsAlive: Bool
    let version: HTTPVersion

    init(_ request: HTTPRequest) {
      isHead = request.method == .head
      keepsAlive = request.keepsAlive
      version = request.version
    }
  }

  /// Answers that wait to be read by the peer; beyond it no further request is taken.
  private static let outputHighWater = 1024 * 1024

  init(shared: HTTPServer.Shared) {
    self.shared = shared
    parser = HTTPRequestParser(limits: shared.limits.message)
    shared.openConnections.add(1, ordering: .relaxed)
  }

  deinit { shared.openConnections.subtract(1, ordering: .relaxed) }

  func opened(_ connection: Connection) {
    connection.deadline = connection.now + shared.limits.idleTime
    if shared.openConnections.load(ordering: .relaxed) > shared.limits.connections {
      refuse(
        HTTPParseError(
          status: .serviceUnavailable,
          reason: "more than \(shared.limits.connections) open connections"), on: connection)
    }
  }

  func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) {
    if parser.isBetweenRequests {
      connection.deadline = connection.now + shared.limits.requestTime
    }
    parser.append(bytes)
    serve(connection)
  }

  func drained(_ connection: Connection) {
    connection.isPaused = false
    serve(connection)
  }

  private func serve(_ connection: Connection) {
    while connection.isOpen, owed == nil {
      guard connection.pendingOutput < Self.outputHighWater else {
        connection.isPaused = true
        return
      }
      do throws(HTTPParseError) {
        switch try parser.next() {
        case .needMore: return
        case .continueExpected: connection.output.append(contentsOf: HTTPWriter.continueLine)
        case .request(let request): answer(request, on: connection)
        }
      } catch {
        refuse(error, on: connection)
      }
    }
  }

  // Not inlined: Swift 6.3.1's optimiser fails on the turn, which can't be copied.
  @inline(never)
  private func answer(_ request: HTTPRequest, on connection: Connection) {
    let response = shared.handler.respond(
      to: request, from: connection.peer, on: HTTPTurn(connection))
    guard let response else {
      owed = Owed(request)
      connection.isHeld = true
      connection.deadline = .max
      return
    }
    send(response, to: Owed(request), on: connection)
  }

  /// Sends the answer that was owed, and goes on with what came behind its request.
  func finish(with response: HTTPResponse, on connection: Connection) {
    guard let request = owed else { return }
    owed = nil
    send(response, to: request, on: connection)
    serve(connection)
  }

  private func send(_ response: HTTPResponse, to request: Owed, on connection: Connection) {
    // What came behind this request has begun the next.
    connection.deadline =
      connection.now
      + (parser.isBetweenRequests ? shared.limits.idleTime : shared.limits.requestTime)
    let keepsAlive = request.keepsAlive && !isStopping
    let option: HTTPWriter.Connection =
      !keepsAlive ? .close : request.version == .http10 ? .keepAlive : .implied
    write(response, isHead: request.isHead, option, on: connection)
    if !keepsAlive { connection.closeAfterOutput() }
  }

  private func refuse(_ error: HTTPParseError, on connection: Connection) {
    shared.handler.refused(error, from: connection.peer)
    let response = HTTPResponse.text("\(error)\n", status: error.status)
    write(response, isHead: false, .close, on: connection)
    connection.closeAfterOutput()
  }

  private func write(
    _ response: HTTPResponse, isHead: Bool, _ option: HTTPWriter.Connection,
    on connection: Connection
  ) {
    if connection.now >= dateLineUntil {
      dateLine = Array("Date: \(CalendarTime(secondsSince1970: shared.date()).httpDate)\r\n".utf8)
      dateLineUntil = connection.now + 1_000
    }
    HTTPWriter.write(
      response, dateLine: dateLine, isHead: isHead, connection: option, to: &connection.output)
  }

  func deadlinePassed(on connection: Connection) {
    if parser.isBetweenRequests {
      connection.close()
    } else {
      refuse(
        HTTPParseError(
          status: HTTPStatus(408),
          reason: "the request was not complete after \(shared.limits.requestTime) ms"),
        on: connection)
    }
  }

  func stopping(_ connection: Connection) {
    isStopping = true
    guard parser.isBetweenRequests, owed == nil else { return }
    if connection.pendingOutput == 0 { connection.close() } else { connection.closeAfterOutput() }
  }
}
