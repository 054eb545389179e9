import Glibc

/// Files that a reader sees whole or not at all.
enum WholeFile {
  /// Writes aside and renames.
  ///
  /// - Parameter name: what the file is, for the error.
  static func write(
    _ text: [UInt8], to path: String, calledA name: String
  ) throws(CommandFailure) {
    let aside = path + ".\(getpid()).part"
    let descriptor = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(name, path) }
    let count = Glibc.write(descriptor, text, text.count)
    guard close(descriptor) == 0, count == text.count, rename(aside, path) == 0 else {
      let failure = failure(name, path)
      unlink(aside)
      throw failure
    }
  }

  private static func failure(_ name: String, _ path: String) -> CommandFailure {
    CommandFailure(
      .environment, "cannot write \(name) \(path): \(String(cString: strerror(errno)))")
  }
}
