import Glibc
import JSON

/// Keeps tokens from one run of a program to the next.
public protocol TokenStore: Sendable {
  /// What was kept; nil when there is nothing of use.
  func load() -> Tokens?
  func save(_ tokens: Tokens) throws(ProvenaError)
}

/// Keeps tokens in a file: `{"access_token": …, "refresh_token": …}`, as the Python client does, so
/// that a sign-in serves both. Only the user who runs the program may read it.
public struct FileTokenStore: TokenStore {
  public let path: String

  /// - Parameter path: relative to the working directory.
  public init(path: String = ".tokens.json") { self.path = path }

  /// Nil also for a file that is damaged: a sign-in replaces it.
  public func load() -> Tokens? {
    guard let value = Self.bytes(of: path).flatMap({ try? JSONReader.value(of: $0) }),
      let access = value["access_token"]?.string, let refresh = value["refresh_token"]?.string
    else { return nil }
    return Tokens(access: access, refresh: refresh)
  }

  /// The file is there as a whole or not at all.
  public func save(_ tokens: Tokens) throws(ProvenaError) {
    let bytes = JSONWriter.compact([
      "access_token": .string(tokens.access), "refresh_token": .string(tokens.refresh),
    ])
    let draft = "\(path).\(getpid())"
    unlink(draft)
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure() }
    let isWritten = Self.write(bytes, to: file)
    let reason = isWritten ? nil : failure()
    close(file)
    if let reason {
      unlink(draft)
      throw reason
    }
    guard rename(draft, path) == 0 else {
      let reason = failure()
      unlink(draft)
      throw reason
    }
  }

  private func failure() -> ProvenaError {
    .tokenStore(path: path, reason: String(cString: strerror(errno)))
  }

  private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Two tokens are a few KiB.
  private static let largest = 1 << 20

  private static func bytes(of path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
    while true {
      let count = read(file, &buffer, buffer.count)
      guard count >= 0, bytes.count + count <= largest else { return nil }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}
