import HTTPMessage
import JSON
import MockServer
import Testing

@Suite struct `A wrong admin call` {
  struct Case: Sendable, CustomTestStringConvertible {
    let method: String
    let call: String
    let body: String
    let status: Int
    let title: String
    let detail: String?
    var testDescription: String { "\(method) \(call) \(body)" }

    init(
      _ method: String, _ call: String, body: String = "", _ status: Int, _ title: String,
      detail: String? = nil
    ) {
      self.method = method
      self.call = call
      self.body = body
      self.status = status
      self.title = title
      self.detail = detail
    }
  }

  /// Every message that there is, except those about access.
  @Test(arguments: [
    Case(
      "GET", "/nothing?a=b", 404, "there is no admin call /__admin/nothing?a=b",
      detail: "see GET /__admin/health"),
    Case("PUT", "/requests", 405, "this call takes GET, HEAD, DELETE"),
    Case("DELETE", "/health", 405, "this call takes GET, HEAD"),
    Case("GET", "/reset", 405, "this call takes POST"),
    Case(
      "GET", "/health?service=note", 404,
      "there is no service \"note\"; did you mean \"notes\"?"),
    Case(
      "POST", "/reset?service=other", 404, "there is no service \"other\"; known: diary, notes"),
    Case(
      "POST", "/reset?sevice=notes", 400,
      "this call has no parameter \"sevice\"; did you mean \"service\"?"),
    Case(
      "DELETE", "/requests?limit=1", 400,
      "this call has no parameter \"limit\"; known: service"),
    Case("GET", "/requests?limit=x", 400, "limit must be a whole number, not \"x\""),
    Case("GET", "/requests?limit=-1", 400, "limit must be a whole number, not \"-1\""),
    Case("GET", "/requests?limit=", 400, "limit must be a whole number, not \"\""),
    Case(
      "GET", "/requests?limit=99999999999999999999", 400,
      "limit must be a whole number, not \"99999999999999999999\""),
    Case(
      "GET", "/requests?since=today", 400,
      "since must be a UTC time as 2026-01-31T12:00:00Z, not \"today\""),
    Case(
      "GET", "/requests?since=999999999999999-01-01T00:00:00Z", 400,
      "since must be a UTC time as 2026-01-31T12:00:00Z, not \"999999999999999-01-01T00:00:00Z\""),
    Case("GET", "/requests/zzz", 404, "the journal holds no request \"zzz\""),
    Case(
      "GET", "/requests/00000000-0000-4000-8000-000000000009", 404,
      "the journal holds no request \"00000000-0000-4000-8000-000000000009\""),
    Case("DELETE", "/requests/zzz", 404, "the journal holds no request \"zzz\""),
    Case(
      "POST", "/provider-states", body: "[1,]", 400, "the body is not JSON",
      detail: "1:4: expected a value, found ']'"),
    Case("POST", "/provider-states", body: "[]", 400, "the body must be an object, not array"),
    Case("POST", "/provider-states", body: "{}", 400, "\"state\" must name the provider state"),
    Case("POST", "/provider-states", 400, "\"state\" must name the provider state"),
    Case(
      "POST", "/provider-states", body: #"{"state":5}"#, 400,
      "\"state\" must name the provider state"),
    Case(
      "POST", "/provider-states", body: #"{"state":"no notes","action":"set"}"#, 400,
      "\"action\" must be \"setup\" or \"teardown\", not \"set\""),
    Case(
      "POST", "/provider-states?state=no%20notes&action=1", 400,
      "\"action\" must be \"setup\" or \"teardown\", not \"1\""),
    Case(
      "POST", "/provider-states", body: #"{"state":"no notes","params":[]}"#, 400,
      "\"params\" must be an object, not array"),
    Case(
      "POST", "/provider-states", body: #"{"state":"no note"}"#, 404,
      "there is no provider state \"no note\"; did you mean \"no notes\"?"),
    Case(
      "POST", "/provider-states", body: #"{"state":"else","action":"teardown"}"#, 404,
      "there is no provider state \"else\"; known: a lost note, a note, loudness, no notes"),
    Case(
      "POST", "/provider-states", body: #"{"state":"a note","params":{"id":10}}"#, 422,
      "provider state \"a note\": 10 is not between 1 and 9 at /notes/2/id"),
    Case("POST", "/clock", 405, "this call takes GET, HEAD, PUT"),
    Case(
      "GET", "/clock?sevice=notes", 400,
      "this call has no parameter \"sevice\"; did you mean \"service\"?"),
    Case(
      "PUT", "/clock?service=note", body: #"{"reset":true}"#, 404,
      "there is no service \"note\"; did you mean \"notes\"?"),
    Case(
      "PUT", "/clock", 400, "the body is not JSON",
      detail: "1:1: expected a value, found the end of the text"),
    Case("PUT", "/clock", body: "[]", 400, "the body must be an object, not array"),
    Case(
      "PUT", "/clock", body: "{}", 400,
      "the body must hold one of \"advance\", \"now\", \"frozen\" and \"reset\""),
    Case(
      "PUT", "/clock", body: #"{"frozen":true,"advance":"1h"}"#, 400,
      "the body must hold one of \"advance\", \"now\", \"frozen\" and \"reset\""),
    Case(
      "PUT", "/clock", body: #"{"advanc":"1h"}"#, 400,
      "this call takes no member \"advanc\"; did you mean \"advance\"?"),
    Case(
      "PUT", "/clock", body: #"{"advance":"1h","advance":"1h"}"#, 400,
      "\"advance\" stands more than once in the body"),
    Case(
      "PUT", "/clock", body: #"{"advance":"soon"}"#, 400,
      "\"advance\" must be a length of time as \"500ms\", \"1s\", \"5m\", \"1h\" or \"2d\", not \"soon\""
    ),
    Case(
      "PUT", "/clock", body: #"{"advance":3600}"#, 400,
      "\"advance\" must be a length of time as \"500ms\", \"1s\", \"5m\", \"1h\" or \"2d\", not 3600"
    ),
    Case(
      "PUT", "/clock", body: #"{"now":"2026-02-30T00:00:00Z"}"#, 400,
      "\"now\" must be a UTC time as \"2026-01-31T12:00:00Z\", not \"2026-02-30T00:00:00Z\""),
    Case(
      "PUT", "/clock", body: #"{"frozen":"yes"}"#, 400,
      "\"frozen\" must be true or false, not \"yes\""),
    Case("PUT", "/clock", body: #"{"reset":false}"#, 400, "\"reset\" must be true, not false"),
    Case(
      "PUT", "/clock", body: #"{"now":"9999-01-01T00:00:00Z"}"#, 422,
      "a clock can be put to times from 1970-01-01T00:00:00Z to 9000-01-01T00:00:00Z"),
    Case(
      "PUT", "/clock", body: #"{"advance":"-365000d"}"#, 422,
      "a clock can be put to times from 1970-01-01T00:00:00Z to 9000-01-01T00:00:00Z"),
    Case(
      "POST", "/provider-states?service=none", body: #"{"state":"a note"}"#, 404,
      "there is no service \"none\"; known: diary, notes"),
  ])
  func `is refused with the reason and changes nothing`(example: Case) throws {
    let bench = try AdminBench()
    bench.notes.add(note: "third")
    let response = bench.send(example.method, example.call, body: example.body)
    var error: JSONObject = JSONObject([
      .init(key: "code", value: .number(JSONNumber(example.status))),
      .init(key: "title", value: .string(example.title)),
    ])
    error["detail"] = example.detail.map { .string($0) }
    #expect(response.status.code == example.status)
    #expect(try response.json() == ["errors": [.object(error)]])
    #expect(response.fields[.contentType] == "application/json")
    #expect(bench.notes.journal.count == 1)
    #expect(try bench.notes.notes() == ["first", "second", "third"])
    for world in [bench.notes, bench.diary] {
      let clock = world.group.clock
      #expect(clock.offset == 0 && !clock.isFrozen)
    }
  }

  @Test func `that has another method is told which it takes`() throws {
    #expect(try AdminBench().send("PUT", "/requests").fields[.allow] == "GET, HEAD, DELETE")
  }
}
