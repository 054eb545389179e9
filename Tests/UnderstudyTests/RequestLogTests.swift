import HTTPMessage
import MockServer
import Testing

@testable import understudy

@Suite struct `The line of a request` {
  struct Case: Sendable, CustomTestStringConvertible {
    let method: String
    let target: String
    let status: Int
    let reason: String?
    let line: String
    var testDescription: String { line }

    init(
      _ method: String, _ target: String, _ status: Int, why reason: String? = nil, _ line: String
    ) {
      self.method = method
      self.target = target
      self.status = status
      self.reason = reason
      self.line = line
    }
  }

  private static func line(_ example: Case, hasColour: Bool = false) throws -> String {
    let world = try ServiceCatalogue.blueprint("workqueue", from: Bundle.fixtures)
    return RequestLog.line(
      world.description, HTTPRequest(method: HTTPMethod(example.method), target: example.target),
      HTTPStatus(example.status), example.reason, hasColour: hasColour)
  }

  @Test(arguments: [
    Case("GET", "/workqueue/api/v1.0/jobs", 200, "workqueue  GET /jobs  200"),
    Case("GET", "/workqueue/api/v1.0/jobs?a=b", 200, "workqueue  GET /jobs?a=b  200"),
    Case("GET", "/workqueue/api/v1.0", 404, "workqueue  GET /workqueue/api/v1.0  404"),
    Case("GET", "/workqueue/api/v1.0/", 404, "workqueue  GET /  404"),
    Case("GET", "/workqueue/api/v1.0jobs", 404, "workqueue  GET /workqueue/api/v1.0jobs  404"),
    Case("GET", "/workqueue/api/v1.0?a", 404, "workqueue  GET /workqueue/api/v1.0?a  404"),
    Case("POST", "/other", 404, why: "no such path", "workqueue  POST /other  404  no such path"),
    Case("OPTIONS", "*", 403, "workqueue  OPTIONS *  403"),
    Case(
      "GET", "/a\u{1B}[2J\u{7F}\u{9B}2Jé", 404, why: "x\r\ny\u{85}z",
      "workqueue  GET /a?[2J??2Jé  404  x??y?z"),
  ])
  func `tells what was asked, what was answered and why`(example: Case) throws {
    #expect(try Self.line(example) == example.line)
  }

  @Test(arguments: [
    Case("GET", "/a", 200, "workqueue  GET /a  \u{1B}[32m200\u{1B}[0m"),
    Case("GET", "/a", 302, "workqueue  GET /a  \u{1B}[32m302\u{1B}[0m"),
    Case("GET", "/a", 404, why: "why", "workqueue  GET /a  \u{1B}[33m404\u{1B}[0m  why"),
    Case("GET", "/a", 500, "workqueue  GET /a  \u{1B}[31m500\u{1B}[0m"),
  ])
  func `shows in colour how it went`(example: Case) throws {
    #expect(try Self.line(example, hasColour: true) == example.line)
  }

  @Test func `is followed by what came nearest, without what could rewrite the terminal`() {
    let explanation = "No stub answers GET /a.\n\nNearest of 1 stub: GET /b\n  path: \u{1B}[2J/b\n"
    #expect(
      RequestLog.lines(of: explanation)
        == "\n    Nearest of 1 stub: GET /b\n      path: ?[2J/b")
  }
}
