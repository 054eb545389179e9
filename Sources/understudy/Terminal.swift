import ContractRunner
import Glibc

/// Where output goes. Written at once and unbuffered, so that a reader of a pipe sees it in time.
enum Terminal {
  static func print(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO)
  }

  /// To standard output without a line's end, for progress.
  static func write(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// To standard error, with the program's name.
  static func complain(_ text: String) {
    write("understudy: " + text + (text.hasSuffix("\n") ? "" : "\n"), to: STDERR_FILENO)
  }

  /// To standard error, for what helps but is no result.
  static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// Whether a person sees standard output.
  static var isInteractive: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether colours are wanted there (no-color.org).
  static var hasColour: Bool { isInteractive && getenv("NO_COLOR") == nil }

  static var textStyle: TextReport.Style { hasColour ? .coloured : .plain }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno != EINTR {
        return
      }
    }
  }
}
