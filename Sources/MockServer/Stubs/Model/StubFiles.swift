import Glibc
import Synchronization

/// The files that stubs' bodies are: those of a folder, and those that were put by admin calls, which
/// stand before them.
final class StubFiles: Sendable {
  private let folder: String?
  private let given = Mutex<[String: [UInt8]]>([:])

  /// What may be put by calls, all together.
  static let mostBytes = 64 * 1024 * 1024

  init(folder: String?) { self.folder = folder }

  /// Whether a text names a file below a folder and nothing elsewhere.
  static func isName(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return !text.isEmpty && !text.utf8.contains(0)
      && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }

  /// A file's content; nil when there is none of that name.
  func content(_ name: String) -> [UInt8]? {
    guard Self.isName(name) else { return nil }
    if let bytes = given.withLock({ $0[name] }) { return bytes }
    return folder.flatMap { FixtureSource.read("\($0)/\(name)") }
  }

  /// The names of all files, sorted.
  var names: [String] {
    Set(given.withLock { Array($0.keys) } + (folder.map { Self.names(in: $0, below: "") } ?? []))
      .sorted()
  }

  private static func names(in folder: String, below prefix: String, depth: Int = 0) -> [String] {
    guard depth < 20 else { return [] }
    return FixtureSource.listing(of: folder).flatMap { name, isFolder in
      isFolder
        ? names(in: "\(folder)/\(name)", below: "\(prefix)\(name)/", depth: depth + 1)
        : [prefix + name]
    }
  }

  /// False when there would be too much.
  func put(_ name: String, _ bytes: [UInt8]) -> Bool {
    given.withLock { files in
      let others = files.reduce(0) { $0 + ($1.key == name ? 0 : $1.value.count) }
      guard others + bytes.count <= Self.mostBytes else { return false }
      files[name] = bytes
      return true
    }
  }

  /// False when no call has put it.
  func remove(_ name: String) -> Bool { given.withLock { $0.removeValue(forKey: name) != nil } }
}
