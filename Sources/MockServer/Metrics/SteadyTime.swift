import Glibc

/// The machine's clock that nobody sets, for measuring how long something takes.
enum SteadyTime {
  static func nanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
