import Glibc

/// Threads for work that blocks, which Swift's tasks must not do.
public enum DetachedThread {
  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Runs `body` on a new thread that takes no signals: those are for whoever waits for them.
  ///
  /// - Throws: ``ThreadError`` when the system has no thread to give; then `body` does not run.
  public static func start(_ body: @escaping @Sendable () -> Void) throws(ThreadError) {
    // A new thread has its maker's mask.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let box = Unmanaged.passRetained(Box(body))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      throw ThreadError(code: code)
    }
    pthread_detach(thread)
  }
}

/// Why there is no new thread.
public struct ThreadError: Error, Sendable, CustomStringConvertible {
  /// As `errno` counts.
  public let code: Int32

  package init(code: Int32) { self.code = code }

  public var description: String {
    "no thread could be started: \(String(cString: strerror(code)))"
  }
}
