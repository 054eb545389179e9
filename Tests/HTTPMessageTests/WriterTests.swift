import HTTPMessage
import Testing

@Suite struct WriterTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    let response: HTTPResponse
    let isHead: Bool
    let connection: HTTPWriter.Connection
    let written: String
    var testDescription: String { name }
    init(
      _ name: String, _ response: HTTPResponse, isHead: Bool = false,
      connection: HTTPWriter.Connection = .implied, _ written: String
    ) {
      self.name = name
      self.response = response
      self.isHead = isHead
      self.connection = connection
      self.written = written
    }
  }

  @Test(arguments: [
    Case(
      "200", .json(Array("[1]".utf8)),
      "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n[1]"
    ),
    Case(
      "another status", .text("no\n", status: .notFound), connection: .close,
      "HTTP/1.1 404 Not Found\r\nDate: D\r\nContent-Type: text/plain; charset=utf-8\r\n"
        + "Content-Length: 3\r\nConnection: close\r\n\r\nno\n"),
    Case(
      "a status without phrase", HTTPResponse(status: HTTPStatus(299)), connection: .keepAlive,
      "HTTP/1.1 299 Unknown\r\nDate: D\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"),
    Case(
      "an answer to HEAD", HTTPResponse(status: .ok, body: Array(repeating: 0, count: 1_234_567)),
      isHead: true, "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Length: 1234567\r\n\r\n"),
    Case(
      "an answer to HEAD that tells a length",
      HTTPResponse(status: .ok, fields: ["Content-Length": "7"]), isHead: true,
      "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Length: 7\r\n\r\n"),
    Case(
      "204", HTTPResponse(status: .noContent, fields: ["X": "y"], body: [1, 2]),
      "HTTP/1.1 204 No Content\r\nDate: D\r\nX: y\r\n\r\n"),
    Case(
      "304", HTTPResponse(status: HTTPStatus(304), body: [1]),
      "HTTP/1.1 304 Not Modified\r\nDate: D\r\n\r\n"),
    Case(
      "repeated lines", HTTPResponse(status: .ok, fields: ["Set-Cookie": "a", "set-cookie": "b"]),
      "HTTP/1.1 200 OK\r\nDate: D\r\nSet-Cookie: a\r\nset-cookie: b\r\nContent-Length: 0\r\n\r\n"),
  ])
  func `an answer is written`(_ example: Case) {
    var output = Array("before".utf8)
    HTTPWriter.write(
      example.response, dateLine: Array("Date: D\r\n".utf8), isHead: example.isHead,
      connection: example.connection, to: &output)
    #expect(String(decoding: output, as: UTF8.self) == "before" + example.written)
  }

  struct Request: CustomTestStringConvertible {
    let request: HTTPRequest
    let written: String
    var testDescription: String { written }
    init(_ request: HTTPRequest, _ written: String) {
      self.request = request
      self.written = written
    }
  }

  @Test(arguments: [
    Request(
      HTTPRequest(method: .get, target: "/a?b", fields: [.host: "c"]),
      "GET /a?b HTTP/1.1\r\nHost: c\r\n\r\n"),
    Request(
      HTTPRequest(method: .post, target: "*", body: [0x78], version: .http10),
      "POST * HTTP/1.0\r\nContent-Length: 1\r\n\r\nx"),
    Request(
      HTTPRequest(method: .put, target: "/", fields: ["content-length": "9"], body: [0x78]),
      "PUT / HTTP/1.1\r\ncontent-length: 9\r\n\r\nx"),
    Request(
      HTTPRequest(
        method: .put, target: "/", fields: [.transferEncoding: "chunked"],
        body: Array("0\r\n\r\n".utf8)),
      "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
  ])
  func `a request is written with its own lines and a length`(_ example: Request) {
    #expect(
      String(decoding: HTTPWriter.bytes(of: example.request), as: UTF8.self) == example.written)
  }

  @Test func `a received request is written without what followed its head`() throws {
    let received = try request(
      "POST / HTTP/1.1\r\nHost:a\r\nContent-Length: 2\r\n\r\nhiGET / HTTP/1.0\r\n\r\n")
    #expect(
      String(decoding: HTTPWriter.bytes(of: received), as: UTF8.self)
        == "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
  }

  @Test(arguments: [
    (100, false), (199, false), (200, true), (204, false), (304, false), (500, true),
  ])
  func `a status says whether content may follow`(_ code: Int, _ allows: Bool) {
    #expect(HTTPStatus(code).allowsBody == allows)
  }
}
