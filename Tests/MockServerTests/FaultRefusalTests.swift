import HTTPMessage
import JSON
import MockServer
import Testing

@Suite struct `A wrong fault` {
  @Test(arguments: [
    AdminRefusal(
      "POST", "/faults", body: #"{"on": "*", "status": 500}"#, 422,
      "\"service\" is missing: one of diary, notes", detail: "at 1:1 of the body"),
    AdminRefusal(
      "POST", "/faults", body: #"{"service": "note", "on": "*"}"#, 404,
      "there is no service \"note\"; did you mean \"notes\"?"),
    AdminRefusal(
      "POST", "/faults?service=note", body: #"{"on": "*"}"#, 404,
      "there is no service \"note\"; did you mean \"notes\"?"),
    AdminRefusal(
      "POST", "/faults", body: #"{"service": 5, "on": "*"}"#, 422,
      "expected a string, found number at /service", detail: "at 1:13 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: "{", 422,
      "expected a member name in quotes, found the end of the text", detail: "at 1:2 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: "[]", 422, "expected an object, found array",
      detail: "at 1:1 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"status": 500}"#, 422,
      "\"on\" is missing: a method and a path as \"GET /things/{id}\", or \"*\"",
      detail: "at 1:1 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*"}"#, 422,
      "this fault does nothing: give \"status\", \"headers\", \"body\", \"delay\" or \"fault\"",
      detail: "at 1:1 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "statsu": 500}"#, 422,
      "this fault does nothing: give \"status\", \"headers\", \"body\", \"delay\" or \"fault\"",
      detail: "at 1:1 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "status": 500, "time": 2}"#, 422,
      "unknown key \"time\"; did you mean \"times\"? at /time", detail: "at 1:28 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "status": 500, "status": 500}"#, 422,
      "\"status\" stands twice in this object", detail: "at 1:28 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "get /notes", "status": 500}"#, 422,
      "\"get\" is no method; did you mean \"GET\"? at /on", detail: "at 1:8 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "GET notes", "status": 500}"#, 422,
      "a path begins with \"/\", as in \"GET /notes\" at /on", detail: "at 1:8 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "", "status": 500}"#, 422,
      "expected a method and a path as \"GET /things/{id}\", or \"*\" at /on",
      detail: "at 1:8 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "GET /a?b", "status": 500}"#, 422,
      "a fault is for a path, whatever its query: leave out \"?\" and more at /on",
      detail: "at 1:8 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "GET /**/b", "status": 500}"#, 422,
      "\"**\" stands at the end only: \"*\" is one segment at /on", detail: "at 1:8 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "GET /%zz", "status": 500}"#, 422,
      "\"%zz\" has a broken percent escape at /on", detail: "at 1:8 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "status": 99}"#, 422,
      "99 is not between 200 and 599 at /status", detail: "at 1:23 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "fault": "resett"}"#, 422,
      "\"resett\" is not known here; did you mean \"reset\"? at /fault",
      detail: "at 1:22 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "fault": {}}"#, 422,
      "one of \"close-after-bytes\", \"wrong-length\", \"drip\", \"dribble\" and \"hang\" is expected at /fault",
      detail: "at 1:22 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "fault": {"wrong-length": 0}}"#, 422,
      "by 0 the length is right at /fault/wrong-length", detail: "at 1:39 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "fault": {"drip": {"bytes": 1}}}"#, 422,
      "\"every\" is missing at /fault/drip", detail: "at 1:31 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "delay": 500}"#, 422,
      "expected a string, found number at /delay", detail: "at 1:22 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "delay": "2h"}"#, 422,
      "at most an hour is possible at /delay", detail: "at 1:22 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "delay": {"uniform": ["2s", "1s"]}}"#,
      422, "the least is more than the most at /delay/uniform", detail: "at 1:34 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "delay": {"normal": 1}}"#, 422,
      "one of \"uniform\" and \"lognormal\" is expected at /delay", detail: "at 1:22 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "status": 500, "percentage": 0}"#, 422,
      "0 is not above 0 and at most 100 at /percentage", detail: "at 1:42 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "status": 500, "times": 0}"#, 422,
      "0 is not between 1 and 1000000000 at /times", detail: "at 1:37 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "headers": {"a b": "c"}}"#, 422,
      "\"a b\" is no name of a header at /headers/a b", detail: "at 1:32 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "body": "a", "jsonBody": {}}"#, 422,
      "\"body\" and \"jsonBody\" exclude each other at /jsonBody", detail: "at 1:38 of the body"),
    AdminRefusal(
      "POST", "/faults?service=notes", body: #"{"on": "*", "delay": "1s", "served": false}"#, 422,
      "without \"status\" or \"body\" the service's own answer is needed at /served",
      detail: "at 1:38 of the body"),
    AdminRefusal(
      "GET", "/faults/7", 404, "no fault \"7\" is armed",
      detail: "one that is spent is gone; see GET /__admin/faults"),
    AdminRefusal(
      "DELETE", "/faults/7", 404, "no fault \"7\" is armed",
      detail: "one that is spent is gone; see GET /__admin/faults"),
    AdminRefusal(
      "DELETE", "/faults?id=7", 400, "this call has no parameter \"id\"; known: service"),
    AdminRefusal("PUT", "/faults", 405, "this call takes GET, HEAD, POST, DELETE"),
  ])
  func `is refused with the reason and the place, and nothing is armed`(
    example: AdminRefusal
  ) throws {
    let bench = try AdminBench()
    let response = bench.send(example.method, example.call, body: example.body)
    #expect(response.status.code == example.status)
    let error = try #require(try response.json()["errors"]?[0])
    #expect(error["code"]?.int == example.status)
    #expect(error["title"]?.string == example.title)
    #expect(error["detail"]?.string == example.detail)
    let pointer = example.title.firstRange(of: " at /").map { example.title[$0.upperBound...] }
    if example.status == 422, let pointer, !example.title.hasPrefix("unknown key") {
      #expect(error["source"]?["pointer"]?.string == "/" + pointer)
    }
    #expect(!bench.notes.faults.isArmed && !bench.diary.faults.isArmed)
  }
}
