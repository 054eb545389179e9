import Glibc

/// The machine's time of day.
enum WallClock {
  static func seconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec
  }
}
