import Glibc

/// SIGINT and SIGTERM, waited for instead of handled.
struct StopSignals {
  private let signals: sigset_t

  /// Blocks the signals; made before any thread is started, which inherit that.
  init() {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signals = set
    signal(SIGPIPE, SIG_IGN)
  }

  /// Returns when one of them comes; from then on another one ends the process at once.
  func wait() {
    var set = signals
    var received: Int32 = 0
    sigwait(&set, &received)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }
}
