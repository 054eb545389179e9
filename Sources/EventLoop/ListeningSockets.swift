import CLinux
import Glibc

/// The sockets that listen on one address, one for each loop of a group; the kernel spreads
/// connections over them (`SO_REUSEPORT`).
struct ListeningSockets {
  let address: SocketAddress
  let descriptors: [Int32]

  /// Binds `count` sockets.
  ///
  /// The first is bound without `SO_REUSEPORT`, since a socket with it could silently join those of
  /// another process; only then the option opens the address to the others. Port 0 lets the kernel
  /// choose, and nothing is let go between choosing and listening.
  init(_ wanted: SocketAddress, count: Int) throws(SocketError) {
    var opened: [Int32] = []
    do throws(SocketError) {
      let first = try Self.open(wanted, sharesFromStart: false)
      opened.append(first)
      if count > 1 { try Self.set(SO_REUSEPORT, on: first, wanted) }
      let address = try Self.localAddress(of: first, wanted)
      for _ in 1..<max(1, count) { opened.append(try Self.open(address, sharesFromStart: true)) }
      for descriptor in opened where listen(descriptor, 1024) != 0 {
        throw SocketError(operation: "listen on \(address)", code: errno)
      }
      self.address = address
      descriptors = opened
    } catch {
      for descriptor in opened { close(descriptor) }
      throw error
    }
  }

  private static func open(
    _ address: SocketAddress, sharesFromStart: Bool
  ) throws(SocketError) -> Int32 {
    let flags =
      Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.family, flags, 0)
    guard descriptor >= 0 else { throw SocketError(operation: "open a socket", code: errno) }
    do throws(SocketError) {
      try set(SO_REUSEADDR, on: descriptor, address)
      if sharesFromStart { try set(SO_REUSEPORT, on: descriptor, address) }
      guard address.withSockaddr({ bind(descriptor, $0, $1) }) == 0 else {
        throw SocketError(operation: "listen on \(address)", code: errno)
      }
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private static func set(
    _ option: Int32, on descriptor: Int32, _ address: SocketAddress
  ) throws(SocketError) {
    var one: Int32 = 1
    guard setsockopt(descriptor, SOL_SOCKET, option, &one, socklen_t(MemoryLayout<Int32>.size)) == 0
    else { throw SocketError(operation: "prepare a socket for \(address)", code: errno) }
  }

  private static func localAddress(
    of descriptor: Int32, _ wanted: SocketAddress
  ) throws(SocketError) -> SocketAddress {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let code = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length)
      }
    }
    guard code == 0, let address = SocketAddress(storage) else {
      throw SocketError(operation: "listen on \(wanted)", code: errno)
    }
    return address
  }
}
