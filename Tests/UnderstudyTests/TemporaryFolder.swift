import Glibc
import Synchronization

/// A folder of its own for a test; goes with everything that was named in it.
final class TemporaryFolder: Sendable {
  let path: String
  /// Relative names, parents before children.
  private let names = Mutex<[String]>([])

  init() throws {
    var template = Array("/tmp/understudy-tests.XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw SystemFailure("mkdtemp") }
    path = String(cString: made)
  }

  deinit {
    for name in names.withLock({ $0.reversed() }) { remove("\(path)/\(name)") }
    rmdir(path)
  }

  /// The path of a file that may come to be.
  func file(_ name: String) -> String {
    names.withLock { $0.append(name) }
    return "\(path)/\(name)"
  }

  /// Writes a file, in a folder of this one where the name says so.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    if let slash = name.lastIndex(of: "/"), mkdir("\(path)/\(name[..<slash])", 0o755) == 0 {
      names.withLock { $0.append(String(name[..<slash])) }
    }
    let file = file(name)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemFailure("open \(file)") }
    defer { close(descriptor) }
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw SystemFailure("write \(file)")
    }
    return file
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

/// A system call that failed where a test needs it.
struct SystemFailure: Error, CustomStringConvertible {
  let description: String

  init(_ call: String, code: Int32 = errno) {
    description = "\(call): \(String(cString: strerror(code)))"
  }
}
