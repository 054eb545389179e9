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
  /// What is left of an answer that takes its time; no further request is taken before it has left.
  private var departure: Departure?

  /// What goes out for as long as the connection lasts, and since when none of it could leave.
  private var stream: (source: HTTPStream, stuckSince: Int64?)?

  struct Owed {
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
    while connection.isOpen, owed == nil, departure == nil, stream == nil {
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
    if let delivery = response.delivery {
      return depart(response, by: delivery, to: request, on: connection)
    }
    setDeadline(of: connection)
    let keepsAlive = request.keepsAlive && !isStopping
    write(response, isHead: request.isHead, option(request, keepsAlive), on: connection)
    if !keepsAlive { connection.closeAfterOutput() }
  }

  private func setDeadline(of connection: Connection) {
    // What came behind this request has begun the next.
    connection.deadline =
      connection.now
      + (parser.isBetweenRequests ? shared.limits.idleTime : shared.limits.requestTime)
  }

  private func option(_ request: Owed, _ keepsAlive: Bool) -> HTTPWriter.Connection {
    !keepsAlive ? .close : request.version == .http10 ? .keepAlive : .implied
  }

  // MARK: Answers that take their time

  @inline(never)
  private func depart(
    _ response: HTTPResponse, by delivery: HTTPDelivery, to request: Owed,
    on connection: Connection
  ) {
    let keepsAlive = request.keepsAlive && !isStopping
    renewDateLine(connection)
    departure = Departure(
      of: response, by: delivery, to: request, dateLine: dateLine,
      connection: option(request, keepsAlive), keepsAlive: keepsAlive)
    connection.isHeld = true
    connection.deadline = .max
    if delivery.delay > 0 {
      connection.wake(after: Int64(delivery.delay))
    } else {
      goOn(connection)
    }
  }

  // MARK: Answers without an end

  func begin(_ stream: HTTPStream, on connection: Connection) {
    guard let request = owed else { return }
    owed = nil
    renewDateLine(connection)
    HTTPWriter.writeHead(
      of: stream.response, dateLine: dateLine, isHead: request.isHead, connection: .close,
      framing: .close, to: &connection.output)
    if request.isHead || isStopping { return connection.closeAfterOutput() }
    connection.output += stream.response.body
    connection.isHeld = true
    connection.isHeldForPeer = true
    self.stream = (stream, nil)
    connection.wake(after: stream.pause)
  }

  private func feed(_ connection: Connection) {
    guard let current = stream else { return }
    if connection.pendingOutput == 0 {
      connection.output += current.source.next()
      stream?.stuckSince = nil
    } else if current.stuckSince.map({ connection.now - $0 >= HTTPStream.patience }) ?? false {
      return connection.close()
    } else {
      stream?.stuckSince = current.stuckSince ?? connection.now
    }
    connection.wake(after: current.source.pause)
  }

  func woken(on connection: Connection) {
    if stream != nil { return feed(connection) }
    goOn(connection)
    if departure == nil { serve(connection) }
  }

  private func goOn(_ connection: Connection) {
    guard let step = departure?.step(&connection.output) else { return }
    switch step {
    case .wait(let time): connection.wake(after: Int64(time))
    case .hang(let time):
      connection.isHeldForPeer = true
      connection.wake(after: Int64(time))
    case .end(let keepsAlive):
      departure = nil
      connection.isHeld = false
      connection.isHeldForPeer = false
      setDeadline(of: connection)
      if !keepsAlive || isStopping { connection.closeAfterOutput() }
    case .reset: connection.reset()
    }
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
    renewDateLine(connection)
    HTTPWriter.write(
      response, dateLine: dateLine, isHead: isHead, connection: option, to: &connection.output)
  }

  private func renewDateLine(_ connection: Connection) {
    guard connection.now >= dateLineUntil else { return }
    dateLine = Array("Date: \(CalendarTime(secondsSince1970: shared.date()).httpDate)\r\n".utf8)
    dateLineUntil = connection.now + 1_000
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
    // Nobody can wait for the end of what has none.
    if departure?.isHanging == true || stream != nil { return connection.close() }
    guard departure == nil else { return }
    guard parser.isBetweenRequests, owed == nil else { return }
    if connection.pendingOutput == 0 { connection.close() } else { connection.closeAfterOutput() }
  }
}
