import Glibc

/// A connected TCP socket that never blocks, and a pipe that wakes whoever waits for it.
final class ClientSocket: Sendable {
  private let descriptor: Int32
  private let wakeUp: (read: Int32, write: Int32)

  /// Connects, trying each address of the host. Blocks for `timeout` at most per address.
  init(to address: BrokerAddress, timeout: Duration) throws(ConnectionError) {
    descriptor = try Self.connect(to: address, timeout: timeout)
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      close(descriptor)
      throw .cannotConnect(address, reason: "no pipe: \(Self.text(errno))")
    }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    wakeUp = (ends[0], ends[1])
  }

  deinit {
    close(descriptor)
    close(wakeUp.read)
    close(wakeUp.write)
  }

  /// Ends the connection, whoever still holds this.
  func end() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Ends a ``wait(forRoom:milliseconds:)`` on another thread.
  func wake() {
    var byte: UInt8 = 1
    _ = write(wakeUp.write, &byte, 1)
  }

  /// Waits for bytes to read, for room to write when it is wanted, or to be woken.
  ///
  /// - Parameter milliseconds: nil for as long as it takes.
  func wait(forRoom: Bool, milliseconds: Int?) {
    let wanted = Int16(POLLIN) | (forRoom ? Int16(POLLOUT) : 0)
    var entries = [
      pollfd(fd: descriptor, events: wanted, revents: 0),
      pollfd(fd: wakeUp.read, events: Int16(POLLIN), revents: 0),
    ]
    _ = poll(&entries, 2, milliseconds.map { Int32(clamping: max(0, $0)) } ?? -1)
    guard entries[1].revents != 0 else { return }
    var bytes: (UInt64, UInt64) = (0, 0)
    while read(wakeUp.read, &bytes, 16) == 16 {}
  }

  enum Received {
    case bytes(Int)
    case nothing
    /// The peer has ended.
    case end
    case broken(String)
  }

  func receive(into buffer: UnsafeMutableRawBufferPointer) -> Received {
    while true {
      let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      if errno == EAGAIN { return .nothing }
      if errno != EINTR { return .broken(Self.text(errno)) }
    }
  }

  /// Sends as much as there is room for; how many bytes, nil when the connection is broken.
  func send(_ bytes: ArraySlice<UInt8>) -> Int? {
    while true {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 { return count }
      if errno == EAGAIN { return 0 }
      if errno != EINTR { return nil }
    }
  }

  // MARK: Connecting

  private static func connect(
    to address: BrokerAddress, timeout: Duration
  ) throws(ConnectionError) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(address.host, String(address.port), &hints, &list) == 0 else {
      throw .unknownHost(address.host)
    }
    defer { freeaddrinfo(list) }
    var problem = ConnectionError.unknownHost(address.host)
    var next = list
    while let candidate = next?.pointee {
      do throws(ConnectionError) {
        return try connect(to: candidate, address, timeout: timeout)
      } catch {
        problem = error
      }
      next = candidate.ai_next
    }
    throw problem
  }

  private static func connect(
    to candidate: addrinfo, _ address: BrokerAddress, timeout: Duration
  ) throws(ConnectionError) -> Int32 {
    let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(candidate.ai_family, candidate.ai_socktype | flags, 0)
    guard descriptor >= 0 else { throw .cannotConnect(address, reason: text(errno)) }
    do throws(ConnectionError) {
      if Glibc.connect(descriptor, candidate.ai_addr, candidate.ai_addrlen) != 0 {
        guard errno == EINPROGRESS else { throw .cannotConnect(address, reason: text(errno)) }
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&entry, 1, Int32(clamping: timeout.milliseconds)) > 0 else {
          throw .timedOut(address, waitingFor: "connection", after: timeout)
        }
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        guard code == 0 else { throw .cannotConnect(address, reason: text(code)) }
      }
    } catch {
      close(descriptor)
      throw error
    }
    var one: Int32 = 1
    setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    return descriptor
  }

  private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}

extension Duration {
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
