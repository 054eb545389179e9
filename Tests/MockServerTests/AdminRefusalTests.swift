import HTTPMessage
import JSON
import MockServer
import Testing

@Suite struct `A wrong admin call` {
  /// Every message that there is, except those about access.
  @Test(arguments: [
    AdminRefusal(
      "GET", "/nothing?a=b", 404, "there is no admin call /__admin/nothing?a=b",
      detail: "see GET /__admin/health"),
    AdminRefusal("PUT", "/requests", 405, "this call takes GET, HEAD, DELETE"),
    AdminRefusal("DELETE", "/health", 405, "this call takes GET, HEAD"),
    AdminRefusal("GET", "/reset", 405, "this call takes POST"),
    AdminRefusal(
      "GET", "/health?service=note", 404,
      "there is no service \"note\"; did you mean \"notes\"?"),
    AdminRefusal(
      "POST", "/reset?service=other", 404, "there is no service \"other\"; known: diary, notes"),
    AdminRefusal(
      "POST", "/reset?sevice=notes", 400,
      "this call has no parameter \"sevice\"; did you mean \"service\"?"),
    AdminRefusal(
      "DELETE", "/requests?limit=1", 400,
      "this call has no parameter \"limit\"; known: service"),
    AdminRefusal("GET", "/requests?limit=x", 400, "limit must be a whole number, not \"x\""),
    AdminRefusal("GET", "/requests?limit=-1", 400, "limit must be a whole number, not \"-1\""),
    AdminRefusal("GET", "/requests?limit=", 400, "limit must be a whole number, not \"\""),
    AdminRefusal(
      "GET", "/requests?limit=99999999999999999999", 400,
      "limit must be a whole number, not \"99999999999999999999\""),
    AdminRefusal(
      "GET", "/requests?since=today", 400,
      "since must be a UTC time as 2026-01-31T12:00:00Z, not \"today\""),
    AdminRefusal(
      "GET", "/requests?since=999999999999999-01-01T00:00:00Z", 400,
      "since must be a UTC time as 2026-01-31T12:00:00Z, not \"999999999999999-01-01T00:00:00Z\""),
    AdminRefusal("GET", "/requests/zzz", 404, "the journal holds no request \"zzz\""),
    AdminRefusal(
      "GET", "/requests/00000000-0000-4000-8000-000000000009", 404,
      "the journal holds no request \"00000000-0000-4000-8000-000000000009\""),
    AdminRefusal("DELETE", "/requests/zzz", 404, "the journal holds no request \"zzz\""),
    AdminRefusal(
      "POST", "/provider-states", body: "[1,]", 400, "the body is not JSON",
      detail: "1:4: expected a value, found ']'"),
    AdminRefusal(
      "POST", "/provider-states", body: "[]", 400, "the body must be an object, not array"),
    AdminRefusal(
      "POST", "/provider-states", body: "{}", 400, "\"state\" must name the provider state"),
    AdminRefusal("POST", "/provider-states", 400, "\"state\" must name the provider state"),
    AdminRefusal(
      "POST", "/provider-states", body: #"{"state":5}"#, 400,
      "\"state\" must name the provider state"),
    AdminRefusal(
      "POST", "/provider-states", body: #"{"state":"no notes","action":"set"}"#, 400,
      "\"action\" must be \"setup\" or \"teardown\", not \"set\""),
    AdminRefusal(
      "POST", "/provider-states?state=no%20notes&action=1", 400,
      "\"action\" must be \"setup\" or \"teardown\", not \"1\""),
    AdminRefusal(
      "POST", "/provider-states", body: #"{"state":"no notes","params":[]}"#, 400,
      "\"params\" must be an object, not array"),
    AdminRefusal(
      "POST", "/provider-states", body: #"{"state":"no note"}"#, 404,
      "there is no provider state \"no note\"; did you mean \"no notes\"?"),
    AdminRefusal(
      "POST", "/provider-states", body: #"{"state":"else","action":"teardown"}"#, 404,
      "there is no provider state \"else\"; known: a lost note, a note, loudness, no notes"),
    AdminRefusal(
      "POST", "/provider-states", body: #"{"state":"a note","params":{"id":10}}"#, 422,
      "provider state \"a note\": 10 is not between 1 and 9 at /notes/2/id"),
    AdminRefusal("POST", "/clock", 405, "this call takes GET, HEAD, PUT"),
    AdminRefusal(
      "GET", "/clock?sevice=notes", 400,
      "this call has no parameter \"sevice\"; did you mean \"service\"?"),
    AdminRefusal(
      "PUT", "/clock?service=note", body: #"{"reset":true}"#, 404,
      "there is no service \"note\"; did you mean \"notes\"?"),
    AdminRefusal(
      "PUT", "/clock", 400, "the body is not JSON",
      detail: "1:1: expected a value, found the end of the text"),
    AdminRefusal("PUT", "/clock", body: "[]", 400, "the body must be an object, not array"),
    AdminRefusal(
      "PUT", "/clock", body: "{}", 400,
      "the body must hold one of \"advance\", \"now\", \"frozen\" and \"reset\""),
    AdminRefusal(
      "PUT", "/clock", body: #"{"frozen":true,"advance":"1h"}"#, 400,
      "the body must hold one of \"advance\", \"now\", \"frozen\" and \"reset\""),
    AdminRefusal(
      "PUT", "/clock", body: #"{"advanc":"1h"}"#, 400,
      "this call takes no member \"advanc\"; did you mean \"advance\"?"),
    AdminRefusal(
      "PUT", "/clock", body: #"{"advance":"1h","advance":"1h"}"#, 400,
      "\"advance\" stands more than once in the body"),
    AdminRefusal(
      "PUT", "/clock", body: #"{"advance":"soon"}"#, 400,
      "\"advance\" must be a length of time as \"500ms\", \"1s\", \"5m\", \"1h\" or \"2d\", not \"soon\""
    ),
    AdminRefusal(
      "PUT", "/clock", body: #"{"advance":3600}"#, 400,
      "\"advance\" must be a length of time as \"500ms\", \"1s\", \"5m\", \"1h\" or \"2d\", not 3600"
    ),
    AdminRefusal(
      "PUT", "/clock", body: #"{"now":"2026-02-30T00:00:00Z"}"#, 400,
      "\"now\" must be a UTC time as \"2026-01-31T12:00:00Z\", not \"2026-02-30T00:00:00Z\""),
    AdminRefusal(
      "PUT", "/clock", body: #"{"frozen":"yes"}"#, 400,
      "\"frozen\" must be true or false, not \"yes\""),
    AdminRefusal(
      "PUT", "/clock", body: #"{"reset":false}"#, 400, "\"reset\" must be true, not false"),
    AdminRefusal(
      "PUT", "/clock", body: #"{"now":"9999-01-01T00:00:00Z"}"#, 422,
      "a clock can be put to times from 1970-01-01T00:00:00Z to 9000-01-01T00:00:00Z"),
    AdminRefusal(
      "PUT", "/clock", body: #"{"advance":"-365000d"}"#, 422,
      "a clock can be put to times from 1970-01-01T00:00:00Z to 9000-01-01T00:00:00Z"),
    AdminRefusal(
      "POST", "/provider-states?service=none", body: #"{"state":"a note"}"#, 404,
      "there is no service \"none\"; known: diary, notes"),
  ])
  func `is refused with the reason and changes nothing`(example: AdminRefusal) throws {
    let bench = try AdminBench()
    bench.notes.add(note: "third")
    let response = bench.send(example.method, example.call, body: example.body)
    #expect(response.status.code == example.status)
    #expect(try response.json() == example.answer)
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
