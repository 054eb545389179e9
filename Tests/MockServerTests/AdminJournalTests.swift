import EventLoop
import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `The list of requests` {
  private static func get(_ target: String, _ world: any ServiceWorld) {
    _ = world.respond(to: HTTPRequest("GET", target), from: nil)
  }

  @Test func `is empty before the first`() throws {
    #expect(
      try AdminBench().call("GET", "/requests") == [
        "requests": [], "meta": ["total": 0, "dropped": 0], "requestJournalDisabled": false,
      ])
  }

  @Test func `has the newest first, of all services`() throws {
    let bench = try AdminBench()
    for (target, world) in [("/1", bench.notes), ("/2", bench.diary), ("/3", bench.notes)] {
      Self.get(target, world)
      bench.clock.advance(seconds: 1)
    }
    #expect(try bench.urls() == ["/3", "/2", "/1"])
    #expect(try bench.urls("?service=notes") == ["/3", "/1"])
  }

  @Test func `has the newest first also when the clock stands still`() throws {
    let bench = try AdminBench()
    for target in ["/1", "/2", "/3"] { Self.get(target, bench.notes) }
    #expect(try bench.urls() == ["/3", "/2", "/1"])
    #expect(try bench.urls("?limit=1") == ["/3"])
  }

  @Test func `is cut to a limit, but counts them all`() throws {
    let bench = try AdminBench()
    for target in ["/1", "/2", "/3"] { Self.get(target, bench.notes) }
    let list = try bench.call("GET", "/requests?limit=2")
    #expect(list["requests"]?.array?.count == 2)
    #expect(list["meta"]?["total"] == 3)
    #expect(try bench.urls("?limit=0") == [])
    #expect(try bench.urls("?limit=9").count == 3)
  }

  @Test(arguments: [
    ("2026-01-31T12:00:01Z", 2), ("2026-01-31T12:00:01", 2), ("2026-01-31T12:00Z", 3),
    ("2026-01-31T12:00:01.000001Z", 1), ("2026-01-31T12:00:03Z", 0),
  ])
  func `is cut to those since a time`(since: String, count: Int) throws {
    let bench = try AdminBench()
    for target in ["/1", "/2", "/3"] {
      Self.get(target, bench.notes)
      bench.clock.advance(seconds: 1)
    }
    let list = try bench.call("GET", "/requests?since=\(since)")
    #expect(list["requests"]?.array?.count == count)
    #expect(list["meta"]?["total"]?.int == count)
  }

  @Test func `is cut to those that met nothing`() throws {
    let bench = try AdminBench()
    for target in ["/notes", "/lost"] { Self.get(target, bench.notes) }
    #expect(try bench.urls("?unmatched=true") == ["/lost"])
    #expect(try bench.urls("?unmatched=false") == ["/lost", "/notes"])
  }

  @Test func `tells how many were dropped`() throws {
    var limits = Journal.Limits()
    limits.entries = 2
    let world = try Notebook.world(journal: Journal(limits: limits))
    for target in ["/1", "/2", "/3"] { Self.get(target, world) }
    let api = AdminAPI(worlds: [world], access: .loopback)
    let list = try api.respond(to: HTTPRequest("GET", "/__admin/requests")).json()
    #expect(list["meta"] == ["total": 2, "dropped": 1])
  }

  @Test(arguments: ["DELETE /requests", "POST /requests/reset"])
  func `is emptied by a call that leaves the records alone`(call: String) throws {
    let bench = try AdminBench()
    bench.notes.add(note: "third")
    Self.get("/1", bench.diary)
    let words = call.split(separator: " ").map(String.init)
    #expect(try bench.call(words[0], words[1] + "?service=diary") == [:])
    #expect(try bench.urls() == ["/notes"])
    #expect(try bench.call(words[0], words[1]) == [:])
    #expect(try bench.urls() == [])
    #expect(try bench.notes.notes() == ["first", "second", "third"])
  }

  @Test func `leads to each request by its id, also where services count alike`() throws {
    let bench = try AdminBench()
    Self.get("/of-notes", bench.notes)
    Self.get("/of-diary", bench.diary)
    for id in try bench.ids() {
      let listed = try bench.call("GET", "/requests")["requests"]?.array?.first {
        $0["id"]?.string == id
      }
      #expect(try bench.call("GET", "/requests/\(id)") == listed)
    }
    let id = try #require(try bench.ids("?service=diary").first)
    #expect(try bench.call("GET", "/requests/\(id)")["request"]?["url"] == "/of-diary")
    #expect(bench.send("GET", "/requests/\(id)?service=notes").status == .notFound)
  }

  @Test func `loses the request that is deleted by its id`() throws {
    let bench = try AdminBench()
    Self.get("/of-notes", bench.notes)
    Self.get("/of-diary", bench.diary)
    let id = try #require(try bench.ids("?service=diary").first)
    #expect(try bench.call("DELETE", "/requests/\(id)") == [:])
    #expect(try bench.urls() == ["/of-notes"])
    #expect(bench.send("DELETE", "/requests/\(id)").status == .notFound)
  }
}

@Suite struct `A serve event` {
  /// What the journal tells of a request, received from 127.0.0.9.
  private static func event(_ text: String) throws -> JSONValue {
    let bench = try AdminBench()
    _ = bench.notes.respond(
      to: try HTTPRequest.received(text), from: try SocketAddress(host: "127.0.0.9", port: 4711))
    return try #require(try bench.call("GET", "/requests")["requests"]?[0])
  }

  @Test func `is in WireMock's form`() throws {
    let told = try Self.event(
      "POST /notes?a=1&b=x%20y&a=2 HTTP/1.1\r\nHost: localhost:1234\r\nAccept: */*\r\nX-Two: 1\r\n"
        + "x-two: 2\r\nCookie: k=v; l=w=x\r\nContent-Length: 5\r\n\r\nthird")
    var event = try #require(told.object)
    let id = try #require(event["id"]?.string)
    // How long it took is another thing each time.
    #expect(
      event["timing"]?.object?.keys
        == ["addedDelay", "processTime", "responseSendTime", "serveTime", "totalTime"])
    event["timing"] = nil
    #expect(
      .object(event) == [
        "id": .string(id), "service": "notes", "wasMatched": true, "subEvents": [],
        "request": [
          "url": "/notes?a=1&b=x%20y&a=2",
          "absoluteUrl": "http://localhost:1234/notes?a=1&b=x%20y&a=2", "method": "POST",
          "clientIp": "127.0.0.9",
          "headers": [
            "Host": "localhost:1234", "Accept": "*/*", "X-Two": ["1", "2"],
            "Cookie": "k=v; l=w=x", "Content-Length": "5",
          ],
          "cookies": ["k": "v", "l": "w=x"], "browserProxyRequest": false,
          "loggedDate": 1_769_860_800_000, "loggedDateString": "2026-01-31T12:00:00Z",
          "body": "third", "bodyAsBase64": "dGhpcmQ=",
          "queryParams": [
            "a": ["key": "a", "values": ["1", "2"]], "b": ["key": "b", "values": ["x y"]],
          ],
          "formParams": [:], "scheme": "http", "host": "localhost", "port": 1234,
          "protocol": "HTTP/1.1",
        ],
        "responseDefinition": ["status": 200, "fromConfiguredStub": false],
        "response": [
          "status": 200, "headers": ["Content-Type": "application/json"],
          "body": #"["first","second","third"]"#,
          "bodyAsBase64": "WyJmaXJzdCIsInNlY29uZCIsInRoaXJkIl0=",
        ],
      ])
  }

  @Test func `has the fields of a form`() throws {
    let form = "a=1&b=x+y&a=2"
    let event = try Self.event(
      "POST /notes HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        + "Content-Length: \(form.utf8.count)\r\n\r\n\(form)")
    #expect(
      event["request"]?["formParams"] == [
        "a": ["key": "a", "values": ["1", "2"]], "b": ["key": "b", "values": ["x y"]],
      ])
  }

  @Test func `tells why a request met nothing`() throws {
    let event = try Self.event("GET /lost HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(event["wasMatched"] == false)
    #expect(event["reason"] == "only /notes is there")
    #expect(event["response"]?["status"] == 404)
  }

  struct Authority: Sendable, CustomTestStringConvertible {
    let field: String
    let host: String
    let port: JSONValue
    var testDescription: String { field }

    init(_ field: String, _ host: String, _ port: JSONValue) {
      self.field = field
      self.host = host
      self.port = port
    }
  }

  @Test(arguments: [
    Authority("h.example", "h.example", 80), Authority("h.example:5446", "h.example", 5446),
    Authority("127.0.0.1:1", "127.0.0.1", 1), Authority("[::1]:8900", "[::1]", 8900),
    Authority("[::1]", "[::1]", 80), Authority("h:1e2", "h", nil), Authority("h:", "h", nil),
  ])
  func `tells host and port apart`(authority: Authority) throws {
    let event = try Self.event("GET /notes HTTP/1.1\r\nHost: \(authority.field)\r\n\r\n")
    #expect(event["request"]?["host"]?.string == authority.host)
    #expect(event["request"]?["port"] == authority.port)
    #expect(
      event["request"]?["absoluteUrl"]?.string == "http://\(authority.field)/notes")
  }

  @Test func `shows a request without Host`() throws {
    let event = try Self.event("GET /notes HTTP/1.0\r\n\r\n")
    #expect(event["request"]?["protocol"] == "HTTP/1.0")
    #expect(event["request"]?["host"] == "")
  }

  @Test func `shows a body that is no text as base 64 only`() throws {
    let bench = try AdminBench()
    _ = bench.notes.respond(
      to: HTTPRequest(method: .post, target: "/notes", fields: [.host: "h"], body: [0xFF]),
      from: nil)
    let request = try bench.call("GET", "/requests")["requests"]?[0]?["request"]
    #expect(request?["body"] == .null)
    #expect(request?["bodyAsBase64"] == "/w==")
    #expect(request?["clientIp"] == "")
  }

  @Test func `tells the whole length of a body that was cut`() throws {
    var limits = Journal.Limits()
    limits.bodyBytes = 3
    let world = try Notebook.world(journal: Journal(limits: limits))
    world.add(note: "third")
    let api = AdminAPI(worlds: [world], access: .loopback)
    let event = try api.respond(to: HTTPRequest("GET", "/__admin/requests")).json()["requests"]?[0]
    #expect(event?["request"]?["body"] == "thi")
    #expect(event?["request"]?["bodyTruncatedFrom"] == 5)
    #expect(event?["response"]?["bodyTruncatedFrom"] == 26)
  }

  @Test func `of a whole body tells no other length`() throws {
    let event = try Self.event("GET /notes HTTP/1.1\r\nHost: h\r\n\r\n")
    for part in [event["request"], event["response"]] {
      #expect(try #require(part?.object).keys.contains("bodyTruncatedFrom") == false)
    }
  }
}
