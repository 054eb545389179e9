import CLinux
import Glibc
import Threads

/// Tells when files of some folders have changed; here, because calls of one kernel stay in this room.
///
/// Editors write a file in several steps, often under another name first, so it waits until nothing
/// has happened for a while. A folder that goes and comes back, as by a change of branch, is watched
/// again.
public final class FolderWatch: Sendable {
  private let stopping: Int32

  /// Watches from now on, on a thread of its own; those below a folder are not watched with it.
  ///
  /// - Parameters:
  ///   - quiet: how long nothing must have happened, in milliseconds.
  ///   - changed: the folders, as they were given, in which something has changed. Called on that
  ///     thread, one call after the other.
  /// - Throws: ``SocketError`` when the kernel gives no watch.
  public init(
    _ folders: [String], quiet: Int32 = 50, changed: @escaping @Sendable (Set<String>) -> Void
  ) throws(SocketError) {
    let inotify = clinux_inotify()
    guard inotify >= 0 else { throw SocketError(operation: "watch files", code: errno) }
    stopping = clinux_eventfd()
    guard stopping >= 0 else {
      let code = errno
      close(inotify)
      throw SocketError(operation: "watch files", code: code)
    }
    var watcher = Watcher(inotify: inotify, stopping: stopping, folders: Set(folders))
    watcher.watchMissing()
    let started = watcher
    do throws(ThreadError) {
      try DetachedThread.start {
        var watcher = started
        while let found = watcher.next(quiet: quiet) {
          if !found.isEmpty { changed(found) }
        }
        close(started.inotify)
        close(started.stopping)
      }
    } catch {
      close(inotify)
      close(stopping)
      throw SocketError(error)
    }
  }

  /// Watches no more; the thread ends.
  public func stop() {
    var one: UInt64 = 1
    _ = write(stopping, &one, 8)
  }
}

/// The kernel's watches and what they stand for.
private struct Watcher: Sendable {
  let inotify: Int32
  let stopping: Int32
  let folders: Set<String>
  private var watched: [Int32: String] = [:]

  init(inotify: Int32, stopping: Int32, folders: Set<String>) {
    self.inotify = inotify
    self.stopping = stopping
    self.folders = folders
  }

  /// How often a folder that is not there is looked for, in milliseconds.
  private static let patience: Int32 = 500

  /// Waits for changes and then for quiet; nil when it shall stop.
  mutating func next(quiet: Int32) -> Set<String>? {
    var found: Set<String> = []
    while true {
      let isComplete = watched.count == folders.count
      var waiting = [
        pollfd(fd: inotify, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stopping, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(
        &waiting, 2, !found.isEmpty ? quiet : isComplete ? -1 : Self.patience)
      if waiting[1].revents != 0 { return nil }
      if count > 0 { found.formUnion(take()) }
      found.formUnion(watchMissing())
      if count == 0, !found.isEmpty { return found }
    }
  }

  /// Watches those that are not; gives those that are there now.
  @discardableResult
  mutating func watchMissing() -> Set<String> {
    var found: Set<String> = []
    for folder in folders.subtracting(watched.values) {
      let watch = clinux_watch_folder(inotify, folder)
      guard watch >= 0 else { continue }
      watched[watch] = folder
      found.insert(folder)
    }
    return found
  }

  /// Reads what has happened.
  private mutating func take() -> Set<String> {
    var found: Set<String> = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 * 1024, alignment: 8)
    defer { buffer.deallocate() }
    while true {
      let count = read(inotify, buffer.baseAddress, buffer.count)
      guard count > 0 else { return found }
      var place = 0
      // Watch, what happened, a cookie and the length of the name that follows; 32 bits each.
      while place + 16 <= count {
        let watch = buffer.loadUnaligned(fromByteOffset: place, as: Int32.self)
        let what = buffer.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
        let name = buffer.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self)
        place += 16 + Int(name)
        if what & clinux_watch_overflow != 0 { found.formUnion(folders) }
        if let folder = watched[watch] { found.insert(folder) }
        if what & clinux_watch_moved != 0 { _ = inotify_rm_watch(inotify, watch) }
        if what & clinux_watch_ended != 0 { watched[watch] = nil }
      }
    }
  }
}
