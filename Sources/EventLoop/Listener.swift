import CLinux
import Glibc
import Synchronization

/// Names one address that a group listens on.
struct ListenerID: Hashable, Sendable {
  private static let counter = Atomic<Int>(0)
  private let number = ListenerID.counter.add(1, ordering: .relaxed).newValue
}

/// Accepts connections on one loop.
final class Listener: EventSource {
  private let id: ListenerID
  private let descriptor: Int32
  private let makeHandler: @Sendable () -> any ConnectionHandler
  private var isSuspended = false

  init(
    id: ListenerID, descriptor: Int32, makeHandler: @escaping @Sendable () -> any ConnectionHandler
  ) {
    self.id = id
    self.descriptor = descriptor
    self.makeHandler = makeHandler
  }

  func ready(on loop: EventLoop) {
    while true {
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let accepted = withUnsafeMutablePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          clinux_accept(descriptor, $0, &length)
        }
      }
      if accepted >= 0 {
        open(accepted, from: SocketAddress(storage), on: loop)
      } else if errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS {
        return suspend(on: loop)
      } else if errno != EINTR, errno != ECONNABORTED {
        return
      }
    }
  }

  private func open(_ descriptor: Int32, from peer: SocketAddress?, on loop: EventLoop) {
    var one: Int32 = 1
    setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    let handler = makeHandler()
    let connection = Connection(
      descriptor: descriptor, peer: peer, listener: id, loop: loop, handler: handler)
    loop.add(connection)
    connection.opened()
  }

  /// Out of descriptors: leaves callers waiting in the queue until the next sweep, instead of turning
  /// in circles.
  private func suspend(on loop: EventLoop) {
    loop.suspend(descriptor)
    isSuspended = true
  }

  func sweep(on loop: EventLoop) {
    guard isSuspended else { return }
    isSuspended = false
    loop.resume(descriptor)
  }
}
