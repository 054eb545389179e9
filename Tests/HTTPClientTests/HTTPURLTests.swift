import HTTPClient
import Testing

@Suite struct `A URL` {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let host: String
    let port: UInt16
    let path: String
    let authority: String
    var testDescription: String { text }

    init(_ text: String, _ host: String, _ port: UInt16, _ path: String, authority: String) {
      self.text = text
      self.host = host
      self.port = port
      self.path = path
      self.authority = authority
    }
  }

  static let cases = [
    Case("http://127.0.0.1:5446", "127.0.0.1", 5446, "", authority: "127.0.0.1:5446"),
    Case("http://localhost", "localhost", 80, "", authority: "localhost"),
    Case("http://h.example:80/", "h.example", 80, "", authority: "h.example"),
    Case("http://h:1/a/b", "h", 1, "/a/b", authority: "h:1"),
    Case("http://h:65535/a//", "h", 65535, "/a", authority: "h:65535"),
    Case("http://h/a?b=c#d", "h", 80, "/a", authority: "h"),
    Case("http://h?b", "h", 80, "", authority: "h"),
    Case("http://h#d", "h", 80, "", authority: "h"),
    Case("http://h/a:b@c", "h", 80, "/a:b@c", authority: "h"),
    Case("http://[::1]", "::1", 80, "", authority: "[::1]"),
    Case("http://[::1]:8900/a", "::1", 8900, "/a", authority: "[::1]:8900"),
  ]

  @Test(arguments: cases)
  func `is taken apart`(example: Case) throws {
    let url = try #require(HTTPURL(example.text))
    #expect(url.host == example.host)
    #expect(url.port == example.port)
    #expect(url.path == example.path)
    #expect(url.authority == example.authority)
  }

  @Test(arguments: cases)
  func `is written so that it reads the same`(example: Case) throws {
    let url = try #require(HTTPURL(example.text))
    #expect(url.description == "http://\(example.authority)\(example.path)")
    #expect(HTTPURL(url.description) == url)
  }

  @Test(arguments: [
    "", "h", "h:80", "//h", "/a", "https://h", "ftp://h", "http:/h", "http://", "http:///a",
    "http://:80", "http://h:", "http://h:0", "http://h:65536", "http://h:-1", "http://h:+80",
    "http://h:8o", "http://h:80:81", "http://user@h", "http://u:p@h:80", "http://::1",
    "http://[::1", "http://::1]", "http://[]", "http://[::1]x", "http://[::1]x:80", "http://h h",
    "http://h/a b", "http://h/a\r\nX: y", "http://h\u{7F}", " http://h",
  ])
  func `is not read from other text`(text: String) {
    #expect(HTTPURL(text) == nil)
  }
}
