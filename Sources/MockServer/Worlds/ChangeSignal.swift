import Glibc
import Synchronization

/// Wakes threads that wait for something to change. Nobody waiting, a change costs one comparison.
final class ChangeSignal: @unchecked Sendable {
  // Everything is behind the lock but the number of those who wait.
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let waiting = Atomic<Int>(0)
  private var changes = 0

  init() {
    pthread_mutex_init(lock, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(change, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_mutex_destroy(lock)
    pthread_cond_destroy(change)
    lock.deallocate()
    change.deallocate()
  }

  /// Tells that something has changed.
  func raise() {
    guard waiting.load(ordering: .sequentiallyConsistent) > 0 else { return }
    pthread_mutex_lock(lock)
    changes += 1
    pthread_cond_broadcast(change)
    pthread_mutex_unlock(lock)
  }

  /// Calls `look` at once and after every change, until it gives true or so many milliseconds have
  /// passed. False when they have.
  func wait(milliseconds: Int, until look: () -> Bool) -> Bool {
    waiting.add(1, ordering: .sequentiallyConsistent)
    defer { waiting.subtract(1, ordering: .sequentiallyConsistent) }
    var deadline = timespec()
    clock_gettime(CLOCK_MONOTONIC, &deadline)
    let nanoseconds = deadline.tv_nsec + milliseconds % 1_000 * 1_000_000
    deadline.tv_sec += milliseconds / 1_000 + nanoseconds / 1_000_000_000
    deadline.tv_nsec = nanoseconds % 1_000_000_000
    while true {
      let seen = current
      if look() { return true }
      pthread_mutex_lock(lock)
      var code: Int32 = 0
      while changes == seen, code == 0 { code = pthread_cond_timedwait(change, lock, &deadline) }
      let hasChanged = changes != seen
      pthread_mutex_unlock(lock)
      if code != 0, !hasChanged { return false }
    }
  }

  private var current: Int {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return changes
  }
}
