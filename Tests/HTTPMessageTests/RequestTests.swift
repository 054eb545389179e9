import HTTPMessage
import Testing

@Suite struct TargetTests {
  struct Case: CustomTestStringConvertible {
    let target: String
    let path: String
    let query: String?
    let authority: String?
    var testDescription: String { target }
    init(_ target: String, path: String, query: String? = nil, authority: String? = nil) {
      self.target = target
      self.path = path
      self.query = query
      self.authority = authority
    }
  }

  @Test(arguments: [
    Case("/", path: "/"), Case("/a/b", path: "/a/b"), Case("*", path: "*"),
    Case("/a?", path: "/a", query: ""), Case("/a?b?c", path: "/a", query: "b?c"),
    Case("/%2Fa%3Fb", path: "/%2Fa%3Fb"), Case("//a/b", path: "//a/b"),
    Case("http://a", path: "/", authority: "a"),
    Case("HTTPS://a:1/b?c=/", path: "/b", query: "c=/", authority: "a:1"),
    Case("http://a?b", path: "/", query: "b", authority: "a"),
    Case("/http://a", path: "/http://a"),
  ])
  func `a target is split into its parts`(_ example: Case) {
    let target = HTTPTarget(example.target)
    func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
    #expect(text(target.raw) == example.target)
    #expect(text(target.path) == example.path)
    #expect(target.query.map(text) == example.query)
    #expect(target.authority.map(text) == example.authority)
    #expect(target.pathAndQuery == example.path + (example.query.map { "?\($0)" } ?? ""))
  }

  struct Query: CustomTestStringConvertible {
    let target: String
    let items: [String]
    var testDescription: String { target }
    init(_ target: String, _ items: [String]) {
      self.target = target
      self.items = items
    }
  }

  @Test(arguments: [
    Query("/", []), Query("/?", []), Query("/?a=1&b=2&a=3", ["a: 1", "b: 2", "a: 3"]),
    Query("/?a&b=&=c&&d", ["a: ", "b: ", ": c", "d: "]), Query("/?a=b=c", ["a: b=c"]),
    Query("/?a+b=c%20d%2B%26%3D", ["a b: c d+&="]), Query("/?%C3%A9=%e2%82%AC", ["é: €"]),
    Query("/?a=%2&b=%zz+", ["a: %2", "b: %zz "]),
  ])
  func `query items are decoded in order`(_ example: Query) {
    let items = HTTPTarget(example.target).queryItems.map { "\($0.name): \($0.value)" }
    #expect(items == example.items)
  }
}

@Suite struct PercentCodingTests {
  @Test(arguments: [
    ("", ""), ("abc", "abc"), ("a%62c", "abc"), ("%2f%2F", "//"), ("%25%32%35", "%25"), ("+", "+"),
    ("é%C3%A9", "éé"), ("%00", "\0"),
  ])
  func `escapes are decoded once`(_ text: String, _ plain: String) {
    #expect(PercentCoding.decode(Array(text.utf8)[...]).map(Array.init) == Array(plain.utf8))
  }

  @Test(arguments: ["%", "a%", "%4", "%4g", "%g4", "%%34", "%+1", "%4\u{E9}"])
  func `a malformed escape decodes to nothing`(_ text: String) {
    #expect(PercentCoding.decode(Array(text.utf8)[...]) == nil)
  }
}

@Suite struct RequestTests {
  struct Case: CustomTestStringConvertible {
    let version: HTTPVersion
    let connection: [String]
    let keeps: Bool
    var testDescription: String { "\(version) \(connection)" }
    init(_ version: HTTPVersion, _ connection: [String], keeps: Bool) {
      self.version = version
      self.connection = connection
      self.keeps = keeps
    }
  }

  @Test(arguments: [
    Case(.http11, [], keeps: true), Case(.http10, [], keeps: false),
    Case(.http11, ["close"], keeps: false), Case(.http11, ["Close"], keeps: false),
    Case(.http11, ["upgrade, close"], keeps: false), Case(.http11, ["x", "close"], keeps: false),
    Case(.http11, ["closed"], keeps: true), Case(.http11, ["keep-alive"], keeps: true),
    Case(.http10, ["Keep-Alive"], keeps: true), Case(.http10, ["keep-alive, close"], keeps: false),
    Case(.http10, ["x"], keeps: false),
  ])
  func `version and Connection say whether the connection is kept`(_ example: Case) {
    let fields = HTTPFields(example.connection.map { (.connection, $0) })
    let request = HTTPRequest(method: .get, target: "/", fields: fields, version: example.version)
    #expect(request.keepsAlive == example.keeps)
  }

  @Test(arguments: [
    "GET /a?b HTTP/1.0\r\n\r\n", "POST / HTTP/1.1\r\nhost: a\r\nX:  1\r\nContent-Length: 2\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n",
  ])
  func `a stored head and its body make the request again`(_ head: String) throws {
    let again = try HTTPRequest(receivedHead: Array(head.utf8), body: Array("hi".utf8))
    #expect(Array(again.receivedHead) == Array(head.utf8))
    #expect(Array(again.body) == Array("hi".utf8))
    #expect(head.hasPrefix("\(again.method) \(again.target.pathAndQuery) "))
    #expect(again.fields.count == head.utf8.count { $0 == 0x3A })
  }

  @Test(arguments: ["", "GET /", "GET / HTTP/1.0\r\n", "GET / HTTP/1.0\r\nA: b\r\n", "x\r\n\r\n"])
  func `bytes that are no head make no request`(_ text: String) {
    #expect(throws: HTTPParseError.self) {
      try HTTPRequest(receivedHead: Array(text.utf8), body: [])
    }
  }

  @Test func `a received request keeps its head as it came`() throws {
    let head = "PUT http://a/b HTTP/1.1\r\nhoST:a\r\nContent-Length:  2\r\n\r\n"
    let request = try request("\r\n" + head + "hi")
    #expect(String(decoding: request.receivedHead, as: UTF8.self) == head)
  }
}
