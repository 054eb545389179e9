package import CLinux
import Glibc
import Threads

/// An IPv4 or IPv6 address with a port.
public struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
  /// As it stands in a URL, without brackets.
  public let host: String
  public let port: UInt16
  let isIPv6: Bool

  /// - Parameter host: a numeric address, or `localhost`.
  /// - Throws: ``SocketError`` when the host is neither.
  public init(host: String, port: UInt16) throws(SocketError) {
    let numeric = host == "localhost" ? "127.0.0.1" : host
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, numeric, &four) == 1 {
      isIPv6 = false
    } else if inet_pton(AF_INET6, numeric, &six) == 1 {
      isIPv6 = true
    } else {
      throw SocketError(
        operation: "listen on \(host)", code: EINVAL,
        reason: "not a numeric IPv4 or IPv6 address, nor localhost")
    }
    self.host = numeric
    self.port = port
  }

  /// Reads what the kernel filled in.
  init?(_ storage: sockaddr_storage) {
    var storage = storage
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    switch Int32(storage.ss_family) {
    case AF_INET:
      (host, port) = withUnsafeMutablePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { four in
          _ = inet_ntop(AF_INET, &four.pointee.sin_addr, &text, socklen_t(text.count))
          return (Self.text(text), UInt16(bigEndian: four.pointee.sin_port))
        }
      }
      isIPv6 = false
    case AF_INET6:
      (host, port) = withUnsafeMutablePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { six in
          _ = inet_ntop(AF_INET6, &six.pointee.sin6_addr, &text, socklen_t(text.count))
          return (Self.text(text), UInt16(bigEndian: six.pointee.sin6_port))
        }
      }
      isIPv6 = true
    default: return nil
    }
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether only programs on this machine can reach it.
  public var isLoopback: Bool { isIPv6 ? host == "::1" : host.hasPrefix("127.") }

  /// `host:port`, with brackets around an IPv6 host.
  public var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

  package var family: Int32 { isIPv6 ? AF_INET6 : AF_INET }

  /// Calls `body` with the kernel's form.
  package func withSockaddr<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result)
    -> Result
  {
    if isIPv6 {
      var six = sockaddr_in6()
      six.sin6_family = sa_family_t(AF_INET6)
      six.sin6_port = port.bigEndian
      inet_pton(AF_INET6, host, &six.sin6_addr)
      return withUnsafePointer(to: &six) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
        }
      }
    }
    var four = sockaddr_in()
    four.sin_family = sa_family_t(AF_INET)
    four.sin_port = port.bigEndian
    inet_pton(AF_INET, host, &four.sin_addr)
    return withUnsafePointer(to: &four) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}

/// A system call on a socket that failed.
public struct SocketError: Error, Sendable, CustomStringConvertible {
  /// What was tried, for example `listen on 127.0.0.1:5446`.
  public let operation: String
  /// The `errno`.
  public let code: Int32
  public let reason: String

  public init(operation: String, code: Int32, reason: String? = nil) {
    self.operation = operation
    self.code = code
    self.reason = reason ?? String(cString: strerror(code))
  }

  init(_ error: ThreadError) {
    self.init(operation: "start a thread", code: error.code)
  }

  public var isAddressInUse: Bool { code == EADDRINUSE }
  public var description: String { "cannot \(operation): \(reason)" }
}
