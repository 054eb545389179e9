import Glibc

/// The lines of standard input, read without Foundation.
final class LineReader {
  private var buffer: [UInt8] = []
  /// Bytes that hold no line end.
  private var searched = 0

  /// The next line without its end; nil after the last.
  func next() -> [UInt8]? {
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer {
          buffer.removeSubrange(...end)
          searched = 0
        }
        return Array(buffer[..<end])
      }
      searched = buffer.count
      let piece = [UInt8](unsafeUninitializedCapacity: 65_536) { bytes, count in
        count = max(0, read(STDIN_FILENO, bytes.baseAddress, bytes.count))
      }
      if piece.isEmpty { return nil }
      buffer += piece
    }
  }
}

enum StandardOutput {
  /// Writes a line at once, since the asker waits for it.
  static func writeLine(_ line: [UInt8]) {
    var rest = (line + [UInt8(ascii: "\n")])[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count <= 0 { exit(1) }
      rest = rest.dropFirst(count)
    }
  }
}
