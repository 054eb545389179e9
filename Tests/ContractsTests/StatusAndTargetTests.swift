import HTTPMessage
import Testing

@testable import Contracts

@Suite("Status, method and path")
struct StatusAndTargetTests {
  struct Status: CustomTestStringConvertible, Sendable {
    let rule: String
    let accepted: [Int]
    let refused: [Int]
    let wish: String
    var testDescription: String { rule }
  }

  @Test("may be any of a class of status codes", arguments: classes)
  func status(_ status: Status) throws {
    let pattern = try Written.interaction(
      response: """
        {"matchingRules": {"status": {"matchers":
        [{"match": "statusCode", "status": \(status.rule)}]}}}
        """
    ).response
    func words(_ code: Int) -> [String] {
      pattern.mismatches(with: HTTPResponse(status: HTTPStatus(code))).map(\.words)
    }
    for code in status.accepted { #expect(words(code) == []) }
    for code in status.refused {
      #expect(words(code) == ["status: expected \(status.wish), got \(code)"])
    }
  }

  static let classes: [Status] = [
    Status(
      rule: #""info""#, accepted: [100, 199], refused: [200],
      wish: "an informational status (100-199)"),
    Status(
      rule: #""success""#, accepted: [200, 299], refused: [199, 300], wish: "a success (200-299)"),
    Status(
      rule: #""redirect""#, accepted: [301], refused: [200, 404], wish: "a redirect (300-399)"),
    Status(
      rule: #""clientError""#, accepted: [404], refused: [399, 500],
      wish: "a client error (400-499)"),
    Status(
      rule: #""serverError""#, accepted: [503], refused: [404], wish: "a server error (500-599)"),
    Status(rule: #""nonError""#, accepted: [100, 302], refused: [400], wish: "no error (100-399)"),
    Status(rule: #""error""#, accepted: [400, 599], refused: [302], wish: "an error (400-599)"),
    Status(rule: "[200, 418]", accepted: [200, 418], refused: [201], wish: "one of 200, 418"),
  ]

  @Test("are 200 where the contract says nothing of the status")
  func noStatus() throws {
    let pattern = try Written.interaction().response
    #expect(pattern.mismatches(with: HTTPResponse(status: .ok)) == [])
    #expect(
      pattern.mismatches(with: HTTPResponse(status: .created)).map(\.words) == [
        "status: expected 200, got 201"
      ])
  }

  struct Target: CustomTestStringConvertible, Sendable {
    let request: String
    let accepted: [String]
    let refused: [String]
    var version = "4.0"
    var testDescription: String { request }
  }

  @Test("are compared as they are sent", arguments: targets)
  func target(_ target: Target) throws {
    let pattern = try Written.interaction(request: target.request, version: target.version).request
    func mismatches(_ line: String) -> [Mismatch] {
      let parts = line.split(separator: " ").map(String.init)
      return pattern.mismatches(
        with: HTTPRequest(method: HTTPMethod(parts[0]), target: parts[1], fields: ["X-A": "7"]))
    }
    for line in target.accepted { #expect(mismatches(line) == [], "\(line)") }
    for line in target.refused { #expect(mismatches(line) != [], "\(line)") }
  }

  static let targets: [Target] = [
    Target(
      request: #"{"method": "get", "path": "/a%2fb"}"#, accepted: ["GET /a%2fb", "get /a%2fb"],
      refused: ["GET /a%2Fb", "GET /a/b", "GET /a%2fb/", "GET //a%2fb", "HEAD /a%2fb"]),
    Target(
      request: """
        {"method": "GET", "path": "/jobs/1", "matchingRules": {
        "path": {"matchers": [{"match": "regex", "regex": "/jobs/\\\\d+"}]},
        "method": {"matchers": [{"match": "regex", "regex": "GET|HEAD"}]}}}
        """,
      accepted: ["GET /jobs/77", "HEAD /jobs/1"],
      refused: ["GET /v1/jobs/7", "GET /jobs/x", "POST /jobs/1"]),
    Target(
      request: """
        {"method": "GET", "path": "/jobs/1", "query": "a=1", "headers": {"X-A": "1"},
        "matchingRules": {"$.path": {"match": "regex", "regex": "/jobs/\\\\d+"},
        "$.header.X-A": {"regex": "\\\\d"}, "$.query.a[0]": {"match": "type"}}}
        """,
      accepted: ["GET /jobs/77?a=2"], refused: ["GET /jobs/x?a=1", "GET /jobs/1"], version: "2.0"),
  ]

  @Test(
    "are refused under flat rules that name no part",
    arguments: [
      ("$.cookie.a", #""$.cookie.a" names no part of a message that rules know"#),
      ("$.query", #""$.query" names no part of a message that rules know"#),
      ("$[0]", #""$[0]" must begin with a part of the message, for example $.body"#),
    ])
  func flatRules(_ path: String, _ reason: String) {
    let error = #expect(throws: ContractError.self) {
      try Written.interaction(
        request: """
          {"method": "GET", "path": "/", "matchingRules": {"\(path)": {"match": "type"}}}
          """, version: "2.0")
    }
    #expect(error?.reason == reason)
  }
}
