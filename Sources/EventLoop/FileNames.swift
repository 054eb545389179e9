import CLinux

/// What the kernel does with names of files beyond POSIX; here, because calls of one kernel stay in
/// this room.
public enum FileNames {
  /// Lets each name stand for what the other stood for, in one step; false where the kernel or the
  /// file system can't.
  public static func exchange(_ one: String, _ other: String) -> Bool {
    clinux_exchange(one, other) == 0
  }
}
