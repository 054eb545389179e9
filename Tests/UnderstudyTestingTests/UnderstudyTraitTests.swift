import HTTPClient
import HTTPMessage
import JSON
import Synchronization
import Testing
import UnderstudyTesting

private func get(
  _ url: String, _ target: String, fields: HTTPFields = [:]
) throws -> HTTPResponse {
  try HTTPClient(try #require(HTTPURL(url))).send(.get, target, fields: fields)
}

private let ports = Mutex<Set<String>>([])

@Suite(.timeLimit(.minutes(1))) struct `A test with mocks of its own` {
  private func ask(_ mocks: Understudy) throws -> HTTPResponse {
    try get(mocks.baseURL, "/jobs", fields: ["X-Token": try #require(mocks.tokens["alice"])])
  }

  @Test(.understudy(.workqueue)) func `reaches them at the address in scope`() async throws {
    let mocks = try Understudy.current
    #expect(try ask(mocks).status == .ok)
    let request = try #require(try mocks.requests().first)
    #expect(request.description == "GET /workqueue/api/v1.0/jobs → 200")
    #expect(request.isMatched && request.fault == nil)
    #expect(mocks.environment["UNDERSTUDY_WORKQUEUE_URL"] == mocks.url)
    // Also in what it starts.
    async let child = Understudy.current.url
    #expect(try await child == mocks.url)
  }

  @Test(.understudy(.workqueue), arguments: 0..<20)
  func `has them alone, in each of its cases`(number: Int) throws {
    let mocks = try Understudy.current
    #expect(ports.withLock { $0.insert(mocks.url).inserted } || number >= 0)
    #expect(try mocks.requests().isEmpty)
    for _ in 0...number { _ = try ask(mocks) }
    #expect(try mocks.requests().count == number + 1)
  }

  @Test func `without the trait is told to have it`() {
    #expect {
      try Understudy.current
    } throws: {
      "\($0)"
        == "no mocks are running here: give the test a trait, as @Test(.understudy(.trove))"
    }
  }

  @Test(.understudy(.trove)) func `has what a service needs beside it`() throws {
    let mocks = try Understudy.current
    #expect(try mocks.url(of: .keystone) != mocks.url)
    #expect(try get(mocks.url(of: .keystone), "/v3").status == .ok)
    #expect(throws: UnderstudyError.self) { try mocks.url(of: .oaio) }
  }

  @Test(.understudy(.workqueue)) func `lets answers go wrong`() throws {
    let mocks = try Understudy.current
    try mocks.arm(
      .status(503, headers: ["Retry-After": "1"]), on: "GET /jobs", times: 2)
    let answers = try (0..<3).map { _ in try ask(mocks) }
    #expect(answers.map(\.status.code) == [503, 503, 200])
    #expect(answers[0].fields["Retry-After"] == "1")
    #expect(try mocks.requests().map(\.fault) == ["status 503", "status 503", nil])
    let id = try mocks.arm(.reset, on: "*")
    #expect(throws: HTTPClientError.self) { try ask(mocks) }
    #expect(mocks.disarm(id))
    #expect(try ask(mocks).status == .ok)
  }

  @Test(.understudy(.workqueue)) func `is told what is wrong with a fault`() throws {
    let mocks = try Understudy.current
    #expect {
      try mocks.arm(.status(99), on: "*")
    } throws: {
      "\($0)" == "the fault: 99 is not between 200 and 599 at /status"
    }
  }

  @Test(.understudy(.workqueue)) func `has a time of its own`() throws {
    let mocks = try Understudy.current
    try mocks.set(time: "2026-01-31T12:00:00Z")
    mocks.freeze()
    try mocks.advance(.seconds(90))
    #expect(mocks.now == "2026-01-31T12:00:00Z" || mocks.now.hasPrefix("2026-01-31T12:01:3"))
  }

  @Test(.understudy(.workqueue)) func `puts stubs over a service`() throws {
    let mocks = try Understudy.current
    try mocks.stub([
      "request": ["method": "GET", "urlPath": "/workqueue/api/v1.0/jobs"],
      "response": ["status": 418],
    ])
    #expect(try ask(mocks).status.code == 418)
    try mocks.arm(.status(503), on: "GET /jobs", times: 1)
    #expect(try ask(mocks).status.code == 503)
    #expect(try ask(mocks).status.code == 418)
    #expect(throws: UnderstudyError.self) { try mocks.stub(["request": ["url": 1]]) }
  }

  @Test(.understudy(.workqueue)) func `makes admin calls without a socket`() throws {
    let mocks = try Understudy.current
    #expect(try mocks.admin("GET", "/health")["services"] == ["workqueue"])
    #expect(throws: UnderstudyError.self) { try mocks.admin("GET", "/nothing") }
  }

  @Test(.understudy(.folder("Tests/SixthService/print-shop")))
  func `may have a service that its folder describes`() throws {
    let mocks = try Understudy.current
    _ = try get(mocks.url, "/")
    #expect(try mocks.requests().count == 1)
    #expect(try mocks.url(of: .folder("Tests/SixthService/print-shop")) == mocks.url)
  }

  @Test(.understudy(.workqueue, .oaio)) func `may have several`() throws {
    let mocks = try Understudy.current
    #expect(try mocks.url(of: .workqueue) == mocks.url)
    #expect(try mocks.url(of: .oaio) != mocks.url)
  }

  @Test func `leaves no mock behind`() async throws {
    let kept = Mutex<String>("")
    let trait: UnderstudyTrait = .understudy(.workqueue)
    try await trait.provideScope(for: try #require(Test.current), testCase: nil) {
      let url = try Understudy.current.url
      kept.withLock { $0 = url }
      #expect(try get(url, "/").status.code == 404)
    }
    let url = kept.withLock { $0 }
    #expect(throws: HTTPClientError.self) { try get(url, "/") }
  }

  @Test(arguments: [
    ([MockedService](), ".understudy() mocks nothing: name a service, as .understudy(.trove)"),
    (["trov"], "there is no service \"trov\"; did you mean \"trove\"?"),
    ([.folder("/nowhere")], "/nowhere/service.json: cannot be read: No such file or directory"),
  ])
  func `is told why there are none`(services: [MockedService], message: String) async throws {
    let trait = UnderstudyTrait.make(services)
    let test = try #require(Test.current)
    await #expect {
      try await trait.provideScope(for: test, testCase: nil) {}
    } throws: {
      "\($0)" == message
    }
  }
}

extension UnderstudyTrait {
  /// With services out of a list.
  fileprivate static func make(_ services: [MockedService]) -> Self {
    switch services.count {
    case 0: .understudy()
    default: .understudy(services[0])
    }
  }
}

@Suite(.understudy(.workqueue)) struct `A suite with mocks` {
  @Test func `gives each of its tests its own`() throws {
    #expect(try Understudy.current.requests().isEmpty)
    _ = try get(try Understudy.current.url, "/")
  }

  @Test func `and the next one's are fresh`() throws {
    #expect(try Understudy.current.requests().isEmpty)
    _ = try get(try Understudy.current.url, "/")
  }

  @Test(.understudy(.oaio)) func `is seen behind those of the test itself`() throws {
    let mocks = try Understudy.current
    #expect(try mocks.url(of: .workqueue) != mocks.url)
  }
}
