import HTTPMessage
import JSON
import MockSupport
import Testing

@testable import MockServer

@Suite struct `Metrics` {
  private func lines(_ bench: AdminBench, _ query: String = "") -> [String] {
    String(decoding: bench.send("GET", "/metrics" + query).body, as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }

  @Test func `count requests by service, method and class of status`() throws {
    let bench = try AdminBench()
    for method in ["GET", "GET", "POST", "BREW"] {
      _ = bench.notes.respond(to: HTTPRequest(method, "/nowhere"), from: nil)
    }
    _ = bench.send("GET", "/health")
    let counts = lines(bench).filter { $0.hasPrefix("understudy_requests_total{") }
    let labels = #"understudy_requests_total{service="notes",world="standing",method="#
    #expect(
      counts == [
        labels + #""GET",status="4xx"} 2"#, labels + #""POST",status="4xx"} 1"#,
        labels + #""OTHER",status="4xx"} 1"#,
      ])
  }

  @Test func `have a histogram whose buckets count all below them`() throws {
    let bench = try AdminBench()
    for _ in 0..<3 { _ = bench.diary.respond(to: HTTPRequest("GET", "/nowhere"), from: nil) }
    let all = lines(bench, "?service=diary")
    let name = "understudy_request_duration_seconds"
    #expect(all.contains(#"\#(name)_bucket{service="diary",world="standing",le="+Inf"} 3"#))
    #expect(all.contains(#"\#(name)_count{service="diary",world="standing"} 3"#))
    #expect(!all.contains { $0.contains("notes") })
  }

  @Test func `go on counting when the journal is cleared`() throws {
    let bench = try AdminBench()
    _ = bench.notes.respond(to: HTTPRequest("GET", "/nowhere"), from: nil)
    try bench.call("POST", "/reset")
    #expect(bench.notes.journal.figures.total == 1)
    #expect(
      lines(bench).contains(#"understudy_journal_entries{service="notes",world="standing"} 0"#))
  }

  @Test(arguments: [
    (1, 0), (5_000, 0), (5_001, 1), (1_000_000_000, 11), (1_000_000_001, 12), (0, 0),
  ])
  func `put a duration into the bucket whose bound it does not pass`(
    nanoseconds: Int, bucket: Int
  ) {
    var figures = RequestFigures()
    figures.count(.get, .ok, nanoseconds: nanoseconds)
    #expect(figures.buckets.firstIndex(of: 1) == bucket)
    #expect(figures.nanoseconds == nanoseconds)
  }

  @Test func `quote what a label can't hold`() {
    var text = MetricsText()
    text.sample("a", [("b", "x\"y\\z\nw")], 1)
    #expect(text.text == "a{b=\"x\\\"y\\\\z\\nw\"} 1\n")
  }
}
