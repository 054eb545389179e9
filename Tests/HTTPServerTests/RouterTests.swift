import HTTPMessage
import HTTPServer
import Testing

@Suite struct RouterTests {
  struct Case: CustomTestStringConvertible {
    let path: String
    let route: String?
    let parameters: [String]
    var testDescription: String { path }
    init(_ path: String, _ route: String?, _ parameters: [String] = []) {
      self.path = path
      self.route = route
      self.parameters = parameters
    }
  }

  private func router(_ patterns: [String]) -> Router<String> {
    var router = Router<String>()
    for pattern in patterns { router.add(.get, pattern, pattern) }
    return router
  }

  /// The pattern that a path leads to and what stands in its open segments.
  private func expect(
    _ example: Case, from router: Router<String>, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    switch router.match(.get, Array(example.path.utf8)[...]) {
    case .route(let route, let parameters):
      #expect(route == example.route, sourceLocation: sourceLocation)
      let count = route.split(separator: "/").count { $0.hasPrefix("{") }
      #expect(
        (0..<count).map(parameters.text) == example.parameters, sourceLocation: sourceLocation)
    case .otherMethods: Issue.record("other methods", sourceLocation: sourceLocation)
    case .none: #expect(example.route == nil, sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [
    Case("/", "/"), Case("/jobs", "/jobs"), Case("/jobs/", "/jobs/"),
    Case("/jobs/all", "/jobs/all"), Case("/jobs/12", "/jobs/{id:int}", ["12"]),
    Case("/jobs/007", "/jobs/{id:int}", ["007"]), Case("/jobs/al", "/jobs/{name}", ["al"]),
    Case("/jobs/12a", "/jobs/{name}", ["12a"]), Case("/jobs/-1", "/jobs/{name}", ["-1"]),
    Case("/jobs/12/log/b", "/jobs/{id:int}/log/{name}", ["12", "b"]),
    Case("/jobs/all/x", nil), Case("/jobs/12/log", nil), Case("/jobs/12/log/", nil),
    Case("/job", nil), Case("/jobs//", nil), Case("//jobs", nil), Case("/Jobs", nil),
    Case("", nil), Case("jobs", nil), Case("*", nil), Case("/jobs?", nil),
  ])
  func `fixed segments win over digits and digits over text`(_ example: Case) {
    expect(
      example,
      from: router([
        "/jobs/{name}", "/jobs/{id:int}", "/jobs/all", "/jobs/", "/jobs", "/",
        "/jobs/{id:int}/log/{name}",
      ]))
  }

  @Test(arguments: [
    Case("/files/a%2Fb", "/files/{name}", ["a/b"]), Case("/files/%61", "/files/a"),
    Case("/%66iles/b", "/files/{name}", ["b"]), Case("/files%2Fa", nil),
    Case("/files/%31", "/files/{name}", ["1"]), Case("/files/%", nil), Case("/files/%zz", nil),
    Case("/files/%7Bname%7D", "/files/{name}", ["{name}"]),
    Case("/files/é", "/files/{name}", ["é"]),
    Case("/files/%FF", "/files/{name}", ["\u{FFFD}"]), Case("/files/%25", "/files/{name}", ["%"]),
  ])
  func `segments are decoded one by one`(_ example: Case) {
    expect(example, from: router(["/files/{name}", "/files/a"]))
  }

  @Test(arguments: [
    Case("/a/fixed/c", "/a/fixed/c"), Case("/a/fixed/b", "/a/{x}/b", ["fixed"]),
    Case("/a/12/b", "/a/{x}/b", ["12"]), Case("/a/12/d", "/a/{n:int}/d", ["12"]),
    Case("/a/12/fixed/e", "/a/{n:int}/{y}/e", ["12", "fixed"]),
    Case("/a/fixed/fixed/e", nil), Case("/a/fixed", "/a/{x}", ["fixed"]),
    Case("/a/12", "/a/{x}", ["12"]), Case("/a/%66ixed/%62", "/a/{x}/b", ["fixed"]),
    Case("/a/fixed/%", nil), Case("/a//b", nil), Case("/a/fixed/b/", nil),
  ])
  func `a segment that leads nowhere gives way to a wider one`(_ example: Case) {
    expect(
      example,
      from: router([
        "/a/fixed/c", "/a/{x}/b", "/a/{n:int}/d", "/a/{n:int}/{y}/e", "/a/{n:int}/fixed/f",
        "/a/{x}",
      ]))
  }

  @Test(arguments: [1, 7, 8, 9, 10, 300])
  func `each of many children is found`(_ count: Int) {
    let router = router((0..<count).map { "/r/c\($0)/end" } + ["/r/{name}/end"])
    for place in 0..<count { expect(Case("/r/c\(place)/end", "/r/c\(place)/end"), from: router) }
    expect(Case("/r/c\(count)/end", "/r/{name}/end", ["c\(count)"]), from: router)
    expect(Case("/r/c/end", "/r/{name}/end", ["c"]), from: router)
  }

  @Test(arguments: [2, 20])
  func `fixed segments are compared byte by byte`(_ count: Int) {
    let router = router((0..<count).map { "/c\($0)" } + ["/\u{E9}", "/K", "/\u{FFFD}", "/{name}"])
    expect(Case("/\u{E9}", "/\u{E9}"), from: router)
    expect(Case("/e\u{301}", "/{name}", ["e\u{301}"]), from: router)
    expect(Case("/\u{212A}", "/{name}", ["\u{212A}"]), from: router)
    expect(Case("/%FE", "/{name}", ["\u{FFFD}"]), from: router)
  }

  @Test func `a known path with another method lists its methods`() {
    var router = Router<Int>()
    router.add(.get, "/a/{x}", 1)
    router.add(.delete, "/a/{x}", 2)
    router.add(.post, "/a", 3)
    guard case .otherMethods(let methods) = router.match(.post, Array("/a/1".utf8)[...]) else {
      Issue.record("a route or none")
      return
    }
    #expect(methods == [.get, .delete])
  }

  @Test func `a path on the way to a route is none`() {
    let router = router(["/a/b/c"])
    expect(Case("/a", nil), from: router)
    expect(Case("/a/b", nil), from: router)
  }

  @Test func `a later route of the same method and pattern replaces the earlier`() {
    var router = Router<Int>()
    router.add(.get, "/a/{x}", 1)
    router.add(.put, "/a/{x}", 2)
    router.add(.get, "/a/{y}", 3)
    guard case .route(let route, _) = router.match(.get, Array("/a/1".utf8)[...]) else {
      Issue.record("no route")
      return
    }
    #expect(route == 3)
  }

  struct Number: CustomTestStringConvertible {
    let text: String
    let value: Int?
    var testDescription: String { text }
    init(_ text: String, _ value: Int?) {
      self.text = text
      self.value = value
    }
  }

  @Test(arguments: [
    Number("0", 0), Number("00042", 42), Number("9223372036854775807", .max),
    Number("9223372036854775808", nil), Number("92233720368547758070", nil),
    Number("99999999999999999999999999999999999999", nil),
    Number("00000000000000000000000000000000000000001", 1),
    Number("12a", nil), Number("-1", nil), Number("٣", nil),
  ])
  func `a parameter is a number only when it is one that fits`(_ example: Number) {
    let router = router(["/{id}"])
    guard case .route(_, let parameters) = router.match(.get, Array("/\(example.text)".utf8)[...])
    else {
      Issue.record("no route")
      return
    }
    #expect(parameters.int(0) == example.value)
    #expect(parameters.text(0) == example.text)
  }

  @Test func `a parameter that is not there is empty`() {
    guard case .route(_, let parameters) = router(["/a"]).match(.get, Array("/a".utf8)[...]) else {
      Issue.record("no route")
      return
    }
    #expect(parameters.text(0) == "")
    #expect(parameters.text(-1) == "")
    #expect(parameters.int(0) == nil)
  }
}
