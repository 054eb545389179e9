import Glibc

/// A connected socket that is closed when it goes out of use.
final class ClientSocket {
  private let descriptor: Int32
  private let url: HTTPURL
  /// Where bytes arrive, before what came is handed on.
  private var buffer = [UInt8](repeating: 0, count: 64 * 1024)

  init(to url: HTTPURL, timeout: Int) throws(HTTPClientError) {
    self.url = url
    descriptor = try Self.connect(to: url, timeout: timeout)
  }

  deinit { close(descriptor) }

  /// Tries each address of the host.
  private static func connect(to url: HTTPURL, timeout: Int) throws(HTTPClientError) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(url.host, String(url.port), &hints, &list) == 0 else {
      throw .unknownHost(url.host)
    }
    defer { freeaddrinfo(list) }
    var problem = HTTPClientError.unknownHost(url.host)
    var next = list
    while let address = next?.pointee {
      do throws(HTTPClientError) {
        return try connect(to: address, url, timeout: timeout)
      } catch {
        problem = error
      }
      next = address.ai_next
    }
    throw problem
  }

  private static func connect(
    to address: addrinfo, _ url: HTTPURL, timeout: Int
  ) throws(HTTPClientError) -> Int32 {
    let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.ai_family, address.ai_socktype | flags, 0)
    guard descriptor >= 0 else { throw .cannotConnect(url, text(errno)) }
    do throws(HTTPClientError) {
      if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 {
        guard errno == EINPROGRESS else { throw .cannotConnect(url, text(errno)) }
        guard wait(descriptor, for: POLLOUT, timeout) else {
          throw .timedOut(url, waitingFor: "connection")
        }
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        guard code == 0 else { throw .cannotConnect(url, text(code)) }
      }
    } catch {
      close(descriptor)
      throw error
    }
    configure(descriptor, timeout)
    return descriptor
  }

  /// From here on the kernel waits, and no longer than `timeout`: a call less for each answer.
  private static func configure(_ descriptor: Int32, _ timeout: Int) {
    var one: Int32 = 1
    setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    // Zero would mean for ever.
    let microseconds = max(1, timeout * 1_000)
    var limit = timeval(tv_sec: microseconds / 1_000_000, tv_usec: microseconds % 1_000_000)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
  }

  func send(_ bytes: [UInt8]) throws(HTTPClientError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        throw .timedOut(url, waitingFor: "room for the request")
      } else if errno != EINTR {
        // A server may refuse and close before it has read all: its answer is still to be read.
        return
      }
    }
  }

  /// The next bytes; none when the peer has ended.
  func receive() throws(HTTPClientError) -> [UInt8] {
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count >= 0 { return Array(buffer[..<count]) }
      if errno == EAGAIN {
        throw .timedOut(url, waitingFor: "answer")
      } else if errno != EINTR {
        throw .broken(url, Self.text(errno))
      }
    }
  }

  private static func wait(_ descriptor: Int32, for events: Int32, _ timeout: Int) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while true {
      let count = poll(&entry, 1, Int32(clamping: timeout))
      if count >= 0 { return count > 0 }
      if errno != EINTR { return false }
    }
  }

  private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
