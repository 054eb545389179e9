import Glibc

/// A blocking connection to a server on this machine, which sends exactly the bytes it is given.
///
/// Whatever waits here fails after ten seconds, so that a test which goes wrong ends.
public final class RawClient {
  public struct Failure: Error, CustomStringConvertible {
    public let operation: String
    /// The `errno`; 0 when the stream ended or made no sense.
    public let code: Int32
    public var description: String {
      code == 0 ? operation : "\(operation): \(String(cString: strerror(code)))"
    }
    public var isRefused: Bool { code == ECONNREFUSED }
  }

  private let descriptor: Int32
  private let server: AnyObject?
  private var received: [UInt8] = []

  /// Connects to a loopback address.
  ///
  /// - Parameters:
  ///   - server: lives as long as this client.
  ///   - receiveBuffer: bytes that the kernel takes in for a client which does not read.
  public init(
    host: String = "127.0.0.1", port: UInt16, of server: AnyObject? = nil,
    receiveBuffer: Int32? = nil
  ) throws(Failure) {
    self.server = server
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(operation: "socket", code: errno) }
    if let receiveBuffer { set(SO_RCVBUF, receiveBuffer) }
    set(SO_RCVTIMEO, timeval(tv_sec: 10, tv_usec: 0))
    set(SO_SNDTIMEO, timeval(tv_sec: 10, tv_usec: 0))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, host, &address.sin_addr)
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if code != 0 { throw Failure(operation: "connect", code: errno) }
  }

  deinit { close(descriptor) }

  private func set<Value: BitwiseCopyable>(_ option: Int32, _ value: Value) {
    var value = value
    setsockopt(descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Value>.size))
  }

  // MARK: Sending

  public func send(_ text: String) throws(Failure) { try send(Array(text.utf8)) }

  public func send(_ bytes: [UInt8]) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Failure(operation: "send", code: errno) }
      rest = rest.dropFirst(count)
    }
  }

  /// Tells the server that nothing more comes; answers can still be read.
  public func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Lets the connection be reset, instead of ended, when this client goes.
  public func resetAtEnd() { set(SO_LINGER, linger(l_onoff: 1, l_linger: 0)) }

  // MARK: Receiving

  /// Reads the next answer.
  ///
  /// - Parameter toHead: it answers HEAD, so that no body follows the length it tells.
  public func readAnswer(toHead: Bool = false) throws(Failure) -> RawAnswer {
    let answer = try readHead()
    return answer.with(body: try read(toHead ? 0 : answer.bodyLength))
  }

  /// Reads the next answer up to its body.
  public func readHead() throws(Failure) -> RawAnswer {
    while true {
      if let end = received.headEnd {
        defer { received.removeSubrange(..<end) }
        return try RawAnswer(head: received[..<end])
      }
      try receive()
    }
  }

  public func readAnswers(_ count: Int) throws(Failure) -> [RawAnswer] {
    var answers: [RawAnswer] = []
    for _ in 0..<count { answers.append(try readAnswer()) }
    return answers
  }

  /// Reads so many bytes, whatever they mean.
  public func read(_ count: Int) throws(Failure) -> [UInt8] {
    while received.count < count { try receive() }
    defer { received.removeSubrange(..<count) }
    return Array(received[..<count])
  }

  /// Reads what comes until the server closes.
  public func readToEnd() throws(Failure) -> [UInt8] {
    while try receiveOrEnd() {}
    defer { received = [] }
    return received
  }

  /// How many bytes have come that were not read; does not wait.
  public func available() throws(Failure) -> Int {
    while try receiveNow() == .bytes {}
    return received.count
  }

  /// Whether the server has ended the connection; does not wait.
  public func hasEnded() throws(Failure) -> Bool {
    while true {
      switch try receiveNow() {
      case .bytes: continue
      case .nothing: return false
      case .end: return true
      }
    }
  }

  /// Waits for what comes: true for a reset, false for bytes or an end.
  public func isReset() throws(Failure) -> Bool {
    do throws(Failure) {
      _ = try receiveOrEnd()
      return false
    } catch {
      if error.code == ECONNRESET { return true }
      throw error
    }
  }

  private enum Arrival {
    case bytes, nothing, end
  }

  private func receiveNow() throws(Failure) -> Arrival {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count < 0 {
      if errno == EAGAIN { return .nothing }
      throw Failure(operation: "receive", code: errno)
    }
    received += buffer[..<count]
    return count > 0 ? .bytes : .end
  }

  private func receive() throws(Failure) {
    guard try receiveOrEnd() else {
      let start = String(decoding: received.prefix(200), as: UTF8.self)
      throw Failure(operation: "the server closed after '\(start)'", code: 0)
    }
  }

  private func receiveOrEnd() throws(Failure) -> Bool {
    var result = 0
    var code: Int32 = 0
    received += [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      result = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      code = errno
      count = max(0, result)
    }
    if result < 0 { throw Failure(operation: "receive", code: code) }
    return result > 0
  }
}

/// What a client does over a connection of its own, or over one it has.
extension RawClient {
  public func get(_ path: String) throws(Failure) -> RawAnswer {
    try send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return try readAnswer()
  }

  public func post(
    _ path: String, _ body: String, contentType: String = "application/json"
  ) throws(Failure) -> RawAnswer {
    try send(
      "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(contentType)\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    return try readAnswer()
  }
}

extension [UInt8] {
  /// Behind the empty line that ends a message's head.
  fileprivate var headEnd: Int? {
    guard count >= 4 else { return nil }
    return (4...count).first { self[($0 - 4)..<$0].elementsEqual([13, 10, 13, 10]) }
  }
}
