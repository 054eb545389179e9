import ContractRunner
import HTTPClient
import HTTPMessage
import Testing

@Suite struct `A curl line` {
  private static func text(
    _ method: HTTPMethod = .get, _ target: String = "/", fields: HTTPFields = [:],
    body: String = "", to url: HTTPURL = Written.url
  ) -> String {
    CurlLine.text(
      HTTPRequest(method: method, target: target, fields: fields, body: Array(body.utf8)), to: url)
  }

  @Test func `needs no method for GET`() {
    #expect(Self.text() == "curl -i 'http://shop.example:8080/'")
  }

  @Test func `names method, fields and body`() {
    #expect(
      Self.text(.put, "/a?b=1&c", fields: ["X-A": "1", "X-B": "two words"], body: #"{"n":1}"#)
        == #"curl -i -X PUT -H 'X-A: 1' -H 'X-B: two words' --data-raw '{"n":1}' "#
        + "'http://shop.example:8080/a?b=1&c'")
  }

  @Test func `leaves to curl what curl adds itself`() {
    #expect(
      Self.text(fields: ["host": "shop.example:8080", "Connection": "close"])
        == "curl -i 'http://shop.example:8080/'")
  }

  @Test func `keeps a GET with a body a GET`() {
    #expect(
      Self.text(body: "x") == "curl -i -X GET --data-raw 'x' 'http://shop.example:8080/'")
  }

  @Test func `keeps a field without a value`() {
    #expect(Self.text(fields: ["X-A": ""]) == "curl -i -H 'X-A;' 'http://shop.example:8080/'")
  }

  @Test func `asks for the head alone without waiting for a body`() {
    #expect(Self.text(.head) == "curl -I 'http://shop.example:8080/'")
  }

  @Test func `takes the path from the request only`() {
    #expect(
      Self.text(.get, "/base/a", to: HTTPURL(host: "::1", port: 80, path: "/base"))
        == "curl -i 'http://[::1]/base/a'")
  }

  @Test(arguments: ["/a?b[]=1", "/a{b}"])
  func `keeps curl from reading brackets as a range`(target: String) {
    #expect(Self.text(.get, target) == "curl -i -g 'http://shop.example:8080\(target)'")
  }

  @Test(arguments: [
    ("it's", #"'it'\''s'"#), ("$(x) `y` \\ \"z\"", "'$(x) `y` \\ \"z\"'"),
    ("'", #"''\'''"#), ("@file", "'@file'"), ("two\nlines", "'two\nlines'"),
    ("'\u{301}", "''\\''\u{301}'"),
  ])
  func `quotes for a shell`(body: String, word: String) {
    // Compared by scalars: equal text could still be another for a shell.
    #expect(
      Self.text(.post, "/", body: body).unicodeScalars.elementsEqual(
        "curl -i -X POST --data-raw \(word) 'http://shop.example:8080/'".unicodeScalars))
  }
}
