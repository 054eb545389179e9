import Glibc

/// Files that a reader sees whole or not at all: written aside, then renamed.
enum WholeFile {
  /// Refuses a path at which no file can come to be.
  ///
  /// - Parameter name: what the file is, for the error.
  static func check(_ path: String, calledA name: String) throws(CommandFailure) {
    if isDirectory(path) { throw failure(name, path, EISDIR) }
    let folder = folder(of: path)
    guard !isDirectory(folder) else { return }
    throw failure(name, path, access(folder, F_OK) == 0 ? ENOTDIR : ENOENT)
  }

  /// - Parameter name: what the file is, for the error.
  static func write(
    _ bytes: [UInt8], to path: String, calledA name: String
  ) throws(CommandFailure) {
    // A terminal or a pipe can't be replaced.
    let target = isReplaceable(path) ? path + ".\(getpid()).part" : path
    let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(name, path, errno) }
    var code: Int32 = 0
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        code = errno
        break
      }
    }
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, target != path, rename(target, path) != 0 { code = errno }
    guard code != 0 else { return }
    if target != path { unlink(target) }
    throw failure(name, path, code)
  }

  private static func failure(_ name: String, _ path: String, _ code: Int32) -> CommandFailure {
    CommandFailure(
      .environment, "cannot write \(name) \(path): \(String(cString: strerror(code)))")
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func isDirectory(_ path: String) -> Bool { mode(of: path) == S_IFDIR }

  /// A regular file, or nothing as yet.
  private static func isReplaceable(_ path: String) -> Bool {
    let mode = mode(of: path)
    return mode == nil || mode == S_IFREG
  }

  private static func mode(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }
}
