import MockServer
import Testing

@Suite struct `Where requests may be sent on` {
  private let targets = ProxyTargets(["http://127.0.0.1:9000/api", "https://Service.example"])

  @Test(arguments: [
    "http://127.0.0.1:9000", "http://127.0.0.1:9000/other?a=b", "HTTP://127.0.0.1:9000",
    "https://service.example/", "https://service.example:443/a",
  ])
  func `are the servers that were named`(url: String) {
    #expect(targets.allows(url))
  }

  @Test(arguments: [
    "http://127.0.0.1:9001", "http://127.0.0.1", "https://127.0.0.1:9000", "http://localhost:9000",
    "http://service.example", "https://service.example:444", "http://127.0.0.1:9000@else.example",
    "http://else.example\\@127.0.0.1:9000", "http://127.0.0.1:9000.else.example", "file:///etc",
    "http://", "", "127.0.0.1:9000", "http://127.0.0.1:99999",
  ])
  func `are no others`(url: String) {
    #expect(!targets.allows(url))
  }

  @Test func `are none where nobody named any`() {
    #expect(ProxyTargets.none.isEmpty)
    #expect(!ProxyTargets.none.allows("http://127.0.0.1:9000"))
  }
}
