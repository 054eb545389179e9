import MockSupport
import HTTPMessage
import JSON
import MockServer
import Testing

@Suite struct `The admin calls for stubs` {
  private static func stub(_ url: String, metadata: JSONValue = .null) -> JSONValue {
    ["request": ["url": .string(url)], "metadata": metadata]
  }

  @Test func `give back a stub as it was given, with its identifier twice`() throws {
    let bench = try StubBench()
    let id = "00000000-0000-4000-8000-000000000001"
    let given: JSONValue = [
      "id": .string(id), "name": "n", "priority": 3,
      "request": ["url": "/a", "headers": ["X": ["equalTo": "1"]]],
      "response": ["status": 200, "jsonBody": [1]],
    ]
    let answer = bench.send("POST", "/mappings", given)
    #expect(answer.status == .created)
    #expect(answer.fields["Location"] == "/__admin/mappings/\(id)")
    var wanted = given.object
    wanted?["uuid"] = .string(id)
    #expect(try answer.json().object == wanted)
    #expect(try bench.call("GET", "/mappings/\(id)").object == wanted)
  }

  @Test func `list stubs newest first, in parts`() throws {
    let bench = try StubBench()
    for url in ["/1", "/2", "/3"] { try bench.stub(Self.stub(url)) }
    func urls(_ query: String) throws -> [String] {
      try (bench.call("GET", "/mappings" + query)["mappings"]?.array ?? []).compactMap {
        $0["request"]?["url"]?.string
      }
    }
    #expect(try urls("") == ["/3", "/2", "/1"])
    #expect(try urls("?limit=1&offset=1") == ["/2"])
    #expect(try bench.call("GET", "/mappings?limit=1")["meta"]?["total"] == 3)
  }

  @Test func `know no stub that is not there`() throws {
    let bench = try StubBench()
    for method in ["GET", "PUT", "DELETE"] {
      let answer = bench.send(method, "/mappings/nobody", Self.stub("/"))
      #expect(answer.status == .notFound)
      #expect(try answer.json()["errors"]?[0]?["title"] == "there is no stub \"nobody\"")
    }
  }

  @Test func `find and remove by metadata`() throws {
    let bench = try StubBench()
    try bench.stub(Self.stub("/1", metadata: ["tag": "one"]))
    try bench.stub(Self.stub("/2", metadata: ["tag": "two"]))
    try bench.stub(Self.stub("/3"))
    let pattern: JSONValue = ["matchesJsonPath": ["expression": "$.tag", "equalTo": "one"]]
    let found = try bench.call("POST", "/mappings/find-by-metadata", pattern)
    #expect(found["meta"]?["total"] == 1)
    #expect(found["mappings"]?[0]?["request"]?["url"] == "/1")
    for url in ["/1", "/2"] { _ = bench.ask(url) }
    let removed = try bench.call("POST", "/requests/remove-by-metadata", pattern)
    #expect(removed["serveEvents"]?.array?.count == 1)
    _ = try bench.call("POST", "/mappings/remove-by-metadata", pattern)
    #expect(try bench.call("GET", "/mappings")["meta"]?["total"] == 2)
  }

  @Test func `take many at once, by the options that are given`() throws {
    let bench = try StubBench()
    let id = "00000000-0000-4000-8000-000000000001"
    try bench.stub(["id": .string(id), "request": ["url": "/a"], "response": ["body": "old"]])
    try bench.stub(Self.stub("/b"))
    func importing(_ body: String, _ options: JSONValue) throws {
      _ = try bench.call(
        "POST", "/mappings/import",
        [
          "mappings": [
            [
              "id": .string(id), "request": ["url": "/a"], "response": ["body": .string(body)],
            ]
          ], "importOptions": options,
        ])
    }
    try importing("ignored", ["duplicatePolicy": "IGNORE"])
    #expect(bench.text("/a") == "old")
    try importing("new", ["duplicatePolicy": "OVERWRITE"])
    #expect(bench.text("/a") == "new")
    #expect(try bench.call("GET", "/mappings")["meta"]?["total"] == 2)
    try importing("new", ["deleteAllNotInImport": true])
    #expect(try bench.call("GET", "/mappings")["meta"]?["total"] == 1)
  }

  @Test func `keep body files, by names that lead nowhere else`() throws {
    let bench = try StubBench()
    try bench.stub(["request": ["url": "/a"], "response": ["bodyFileName": "x/b.txt"]])
    #expect(bench.ask("/a").status == .internalServerError)
    #expect(bench.send("PUT", "/files/x%2Fb.txt", text: "content").status == .ok)
    #expect(bench.text("/a") == "content")
    #expect(try bench.call("GET", "/files") == ["x/b.txt"])
    #expect(bench.send("PUT", "/files/..%2Fb.txt", text: "").status == .unprocessable)
    #expect(bench.send("DELETE", "/files/x%2Fb.txt").status == .ok)
    #expect(bench.send("GET", "/files/x%2Fb.txt").status == .notFound)
  }

  @Test func `ask which service is meant where there are several`() throws {
    let bench = try AdminBench()
    let answer = bench.send("POST", "/mappings", body: "{}")
    #expect(answer.status == .badRequest)
    #expect(bench.send("POST", "/mappings?service=notes", body: "{}").status == .created)
    #expect(bench.notes.stubs.hasStubs && !bench.diary.stubs.hasStubs)
  }

  @Test func `with a reset go back to the stubs of the start`() throws {
    let bench = try StubBench()
    try bench.stub(Self.stub("/a"))
    _ = bench.ask("/a")
    _ = try bench.call("POST", "/reset")
    #expect(try bench.call("GET", "/mappings")["meta"]?["total"] == 0)
    #expect(try bench.call("GET", "/requests")["meta"]?["total"] == 0)
  }
}
