import EventLoop
import Glibc
public import JSON

/// A contract file that grows, and is a whole contract at any moment, also for a process that is
/// killed in the middle of a write.
///
/// Two copies are kept: the one that bears the file's name, and one aside that is an interaction
/// behind. What is new is written to the one aside; then both change names in one step. So each
/// interaction is written twice, however many there are already. The disk is told to keep it once a
/// second, and at the end.
public final class RecordingFile {
  public let path: String
  private let shell: ContractShell
  private let aside: String
  /// The copy that bears the name, and the one aside; the same one where names can't be exchanged.
  private var shown: Copy
  private var hidden: Copy?
  /// What the copy aside lacks.
  private var lag: [UInt8] = []
  private var isEmpty: Bool
  private var lastSync = 0

  private struct Copy {
    let descriptor: Int32
    /// Where the list's last interaction ends.
    var end: Int
  }

  /// Begins the file anew, with the interactions that the contract has already.
  ///
  /// - Throws: ``RecorderError`` when it can't be written.
  public init(
    _ path: String, contract: JSONObject
  ) throws(RecorderError) {
    let resolved = Self.resolved(path)
    self.path = resolved
    aside = Self.aside(resolved)
    shell = ContractShell(contract)
    let interactions = contract["interactions"]?.array ?? []
    isEmpty = interactions.isEmpty
    var text = shell.head
    for (place, interaction) in interactions.enumerated() {
      text += ContractShell.entry(interaction, isFirst: place == 0)
    }
    let end = text.count
    text += shell.tail(isEmpty: isEmpty)
    // Aside first, so that what stood in the file is there until all of it is there again.
    let first = try Self.create(aside, text, for: resolved)
    guard rename(aside, resolved) == 0 else {
      let error = Self.failure(resolved)
      close(first)
      throw error
    }
    shown = Copy(descriptor: first, end: end)
    if let second = try? Self.create(aside, text, for: resolved) {
      if FileNames.exchange(aside, resolved) {
        (hidden, shown) = (shown, Copy(descriptor: second, end: end))
      } else {
        unlink(aside)
        close(second)
      }
    }
  }

  deinit {
    if let hidden {
      unlink(aside)
      close(hidden.descriptor)
    }
    close(shown.descriptor)
  }

  /// Adds an interaction. It is in the file when this returns.
  ///
  /// - Throws: ``RecorderError`` when it can't be written; the file is then as before.
  public func append(_ interaction: JSONValue) throws(RecorderError) {
    let entry = ContractShell.entry(interaction, isFirst: isEmpty)
    let tail = shell.tail(isEmpty: false)
    if var copy = hidden {
      do throws(RecorderError) {
        try write(lag + entry + tail, at: copy.end, of: copy.descriptor)
      } catch {
        // Nothing of it may be left behind what is written there next.
        ftruncate(copy.descriptor, off_t(copy.end))
        throw error
      }
      syncNowAndThen(copy.descriptor)
      copy.end += lag.count + entry.count
      guard FileNames.exchange(aside, path) else { throw Self.failure(path) }
      (shown, hidden) = (copy, shown)
      lag = entry
    } else {
      do throws(RecorderError) {
        try write(entry + tail, at: shown.end, of: shown.descriptor)
      } catch {
        let old = shell.tail(isEmpty: isEmpty)
        ftruncate(shown.descriptor, off_t(shown.end))
        try? write(old, at: shown.end, of: shown.descriptor)
        throw error
      }
      shown.end += entry.count
      syncNowAndThen(shown.descriptor)
    }
    isEmpty = false
  }

  /// Makes sure that the file outlives a failure of the machine.
  public func finish() { fdatasync(shown.descriptor) }

  private func syncNowAndThen(_ descriptor: Int32) {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    guard time.tv_sec > lastSync else { return }
    lastSync = time.tv_sec
    fdatasync(descriptor)
  }

  private func write(_ bytes: [UInt8], at place: Int, of descriptor: Int32) throws(RecorderError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        pwrite(
          descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done,
          off_t(place + done))
      }
      if count >= 0 { done += count } else if errno != EINTR { throw Self.failure(path) }
    }
  }

  /// A contract without interactions.
  public static func empty(consumer: String, provider: String) -> JSONObject {
    ContractShell.contract(consumer, provider, [])
  }

  // MARK: Places

  private static func create(
    _ path: String, _ text: [UInt8], for file: String
  ) throws(RecorderError) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(file) }
    guard Glibc.write(descriptor, text, text.count) == text.count, fdatasync(descriptor) == 0 else {
      let error = failure(file)
      close(descriptor)
      unlink(path)
      throw error
    }
    return descriptor
  }

  /// Where a link leads to, so that the link stays one.
  private static func resolved(_ path: String) -> String {
    guard let text = realpath(path, nil) else { return path }
    defer { free(text) }
    return String(cString: text)
  }

  /// A hidden name in the same folder.
  static func aside(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return "\(path.dropLast(name.count)).\(name).next"
  }

  private static func failure(_ path: String) -> RecorderError {
    RecorderError("cannot write \(path): \(String(cString: strerror(errno)))")
  }
}
