import HTTPMessage
import Glibc
import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `A folder of stubs` {
  /// A folder that goes with the test.
  private final class Folder {
    let path: String

    init(_ files: [String: String]) {
      var template = Array("/tmp/understudy-stubs-XXXXXX".utf8CString)
      path = mkdtemp(&template).map { String(cString: $0) } ?? ""
      for name in ["mappings", "mappings/more", "__files"] { mkdir("\(path)/\(name)", 0o755) }
      for (name, text) in files { write(name, text) }
    }

    deinit {
      for name in Repository.entries(of: "\(path)/mappings") { unlink("\(path)/mappings/\(name)") }
      for name in ["mappings/more/b.json", "__files/a.txt"] { unlink("\(path)/\(name)") }
      for name in ["mappings/more", "mappings", "__files", ""] { rmdir("\(path)/\(name)") }
    }

    func write(_ name: String, _ text: String) {
      guard let file = fopen("\(path)/\(name)", "w") else { return }
      fputs(text, file)
      fclose(file)
    }
  }

  @Test func `has a stub per file or several, and the files that they answer with`() throws {
    let folder = Folder([
      "mappings/a.json": #"{"request": {"url": "/a"}, "response": {"bodyFileName": "a.txt"}}"#,
      "mappings/more/b.json":
        #"{"mappings": [{"request": {"url": "/b"}}, {"request": {"url": "/c"}}]}"#,
      "__files/a.txt": "from a file",
    ])
    let bench = try StubBench(isAlone: true, stubs: try StubSet(folder: folder.path))
    #expect(bench.text("/a") == "from a file")
    #expect(["/b", "/c", "/d"].map { bench.ask($0).status.code } == [200, 200, 404])
    _ = try bench.call("DELETE", "/mappings")
    #expect(bench.ask("/b").status == .notFound)
    _ = try bench.call("POST", "/mappings/reset")
    #expect(bench.ask("/b").status == .ok)
  }

  @Test func `that is wrong is refused with file, line and column`() throws {
    let folder = Folder(["mappings/a.json": "{\n  \"request\": {\"ulr\": \"/a\"}\n}"])
    let error = #expect(throws: FixtureError.self) { try StubSet(folder: folder.path) }
    #expect(
      error?.description
        == "\(folder.path)/mappings/a.json:2:15: unknown key \"ulr\"; did you mean \"url\"? at /request/ulr"
    )
  }

  @Test func `takes up what is saved`() throws {
    let folder = Folder([
      "mappings/a.json": #"{"request": {"url": "/a"}, "response": {"body": "1"}}"#
    ])
    let bench = try StubBench(isAlone: true, stubs: try StubSet(folder: folder.path))
    let stubs = try bench.call("GET", "/mappings")["mappings"]?.array ?? []
    let id = stubs.first?["id"]?.string ?? ""
    _ = try bench.call(
      "PUT", "/mappings/\(id)", ["request": ["url": "/a"], "response": ["body": "2"]])
    try bench.stub(["request": ["url": "/new"]])
    _ = try bench.call("POST", "/mappings/save")
    let again = try StubBench(isAlone: true, stubs: try StubSet(folder: folder.path))
    #expect(again.text("/a") == "2")
    #expect(again.ask("/new").status == .ok)
    #expect(Repository.entries(of: "\(folder.path)/mappings").count == 3)
  }

  @Test func `that is read again leaves what calls have made`() throws {
    let folder = Folder([
      "mappings/a.json": #"{"request": {"url": "/a"}, "response": {"body": "1"}}"#
    ])
    let bench = try StubBench(isAlone: true, stubs: try StubSet(folder: folder.path))
    try bench.stub(["request": ["url": "/called"]])
    folder.write("mappings/a.json", #"{"request": {"url": "/a"}, "response": {"body": "2"}}"#)
    bench.world.stubs.reload(
      try StubSet(folder: folder.path), at: bench.world.group.clock.now())
    #expect(bench.text("/a") == "2")
    #expect(bench.ask("/called").status == .ok)
  }

  @Test func `is what nothing can be saved to without one`() throws {
    let bench = try StubBench()
    try bench.stub(["request": ["url": "/a"]])
    #expect(bench.send("POST", "/mappings/save").status == .unprocessable)
  }
}
