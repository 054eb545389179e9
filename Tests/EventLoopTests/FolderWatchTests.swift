import EventLoop
import Glibc
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) final class `A watch on folders` {
  private let root: String
  private let news = News()

  /// What the watch has told; waits for it.
  private final class News: Sendable {
    private let (stream, continuation) = AsyncStream.makeStream(of: Set<String>.self)

    func take(_ folders: Set<String>) { continuation.yield(folders) }

    func next() async -> Set<String>? {
      for await folders in stream { return folders }
      return nil
    }
  }

  init() throws {
    var template = Array("/tmp/understudy-watch.XXXXXX".utf8CString)
    root = try #require(mkdtemp(&template).map { String(cString: $0) })
    for name in ["a", "b"] { mkdir("\(root)/\(name)", 0o755) }
  }

  deinit {
    for name in ["a/x", "a/y", "b/x", "c/x"] { remove("\(root)/\(name)") }
    for name in ["a", "b", "c", ""] { rmdir("\(root)/\(name)") }
  }

  private func watch(_ names: String...) throws -> FolderWatch {
    let news = news
    return try FolderWatch(names.map { "\(root)/\($0)" }, quiet: 10) { news.take($0) }
  }

  private func write(_ name: String) {
    guard let file = fopen("\(root)/\(name)", "w") else { return }
    fputs("text", file)
    fclose(file)
  }

  @Test func `tells of a file that was written`() async throws {
    let watch = try watch("a", "b")
    write("a/x")
    #expect(await news.next() == ["\(root)/a"])
    write("b/x")
    #expect(await news.next() == ["\(root)/b"])
    watch.stop()
  }

  @Test func `tells of a file that was renamed or removed`() async throws {
    write("a/x")
    let watch = try watch("a")
    rename("\(root)/a/x", "\(root)/a/y")
    #expect(await news.next() == ["\(root)/a"])
    remove("\(root)/a/y")
    #expect(await news.next() == ["\(root)/a"])
    watch.stop()
  }

  @Test func `finds a folder again that went and came back`() async throws {
    let watch = try watch("a")
    rmdir("\(root)/a")
    _ = await news.next()
    mkdir("\(root)/a", 0o755)
    write("a/x")
    #expect(await news.next() == ["\(root)/a"])
    watch.stop()
  }

  @Test func `waits for a folder that is not there yet`() async throws {
    let watch = try watch("c")
    mkdir("\(root)/c", 0o755)
    #expect(await news.next() == ["\(root)/c"])
    watch.stop()
  }
}
