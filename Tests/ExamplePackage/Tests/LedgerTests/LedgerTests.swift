import Ledger
import Testing
import UnderstudyTesting

/// Each test has a workqueue of its own, on a port of its own; they run side by side.
@Suite(.understudy(.workqueue)) struct LedgerTests {
  private let workqueue: Understudy
  private let ledger: Ledger

  init() throws {
    workqueue = try Understudy.current
    ledger = Ledger(
      url: workqueue.baseURL, token: workqueue.tokens["alice"] ?? "")
  }

  @Test func `counts the jobs of the fixtures`() async throws {
    #expect(try await ledger.jobCount() > 0)
    #expect(try workqueue.requests().map(\.path) == ["/workqueue/api/v1.0/jobs"])
  }

  @Test func `asks again when the service is busy`() async throws {
    try workqueue.arm(.status(503, headers: ["Retry-After": "0"]), on: "GET /jobs", times: 2)
    #expect(try await ledger.jobCount() > 0)
    #expect(try workqueue.requests().map(\.status) == [503, 503, 200])
  }

  @Test(arguments: [Fault.reset, .closeBeforeHead, .closeAfterHead, .garbage, .wrongLength(by: 9)])
  func `asks again when the line breaks`(fault: Fault) async throws {
    try workqueue.arm(fault, on: "GET /jobs", times: 1)
    #expect(try await ledger.jobCount() > 0)
    #expect(try workqueue.requests().last?.fault == nil)
  }

  @Test func `does not wait for ever`() async throws {
    try workqueue.arm(.hang, on: "*")
    let impatient = Ledger(
      url: workqueue.baseURL, token: workqueue.tokens["alice"] ?? "", attempts: 1, patience: 1)
    await #expect(throws: Ledger.Problem.gaveUp(attempts: 1)) { try await impatient.jobCount() }
  }

  @Test func `tells when it is not let in`() async throws {
    let stranger = Ledger(url: workqueue.baseURL, token: "nobody's")
    await #expect(throws: Ledger.Problem.self) { try await stranger.jobCount() }
  }
}

/// A service of one's own, described by its folder alone.
@Suite struct ShopTests {
  private static let folder = "../SixthService/print-shop"

  @Test(.understudy(.folder(folder))) func `may be mocked as well`() async throws {
    let shop = try Understudy.current
    #expect(shop.url.hasPrefix("http://127.0.0.1:"))
    try shop.advance(.seconds(3_600))
    #expect(try shop.requests().isEmpty)
  }
}
