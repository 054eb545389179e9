import ContractRunner
import EventLoop
import Glibc
import HTTPServer
import JSON
import MockServer
import MockSupport
import Testing
import WorkqueueClient
import WorkqueueMock

/// The workqueue that the tests speak to: this suite's mock in one of its profiles, or whatever
/// `UNDERSTUDY_WORKQUEUE_URL` names.
///
/// A named one must hold the documented seed records, take the token of
/// `UNDERSTUDY_WORKQUEUE_TOKEN` (or the password of the fixtures) and leave the workers' calls open;
/// its queue is emptied.
enum WorkqueueUnderTest: Sendable, CustomTestStringConvertible {
  case named(String)
  case mock(profile: String)

  static let all: [WorkqueueUnderTest] =
    variable("UNDERSTUDY_WORKQUEUE_URL").map { [.named($0)] }
    ?? [.mock(profile: "documented"), .mock(profile: "reference")]

  var testDescription: String {
    switch self {
    case .named(let url): url
    case .mock(let profile): "the mock, profile \(profile)"
    }
  }

  fileprivate static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}

/// A workqueue that runs for one test, with a client of it.
final class RunningWorkqueue: Sendable {
  /// With a user's token.
  let client: WorkqueueClient
  /// Without path and slash at its end.
  let url: String
  /// The contract as it judges all exchanges with a mock; nil for a server elsewhere.
  let trial: Trial?
  private let group: EventLoopGroup?
  private let server: HTTPServer?

  init(_ workqueue: WorkqueueUnderTest) async throws {
    var client: WorkqueueClient
    switch workqueue {
    case .named(let url):
      group = nil
      server = nil
      self.url = url
      trial = nil
      client = WorkqueueClient(server: url)
      client.token = WorkqueueUnderTest.variable("UNDERSTUDY_WORKQUEUE_TOKEN")
    case .mock(let profile):
      let trial = Trial(try workqueueContract())
      let world = try World(WorkqueueMock.self, "workqueue", profile: profile) {
        _, request, answer in trial.take(request, answer.response)
      }
      self.trial = trial
      let group = try EventLoopGroup(count: 1)
      let server = try HTTPServer(
        on: try SocketAddress(host: "127.0.0.1", port: 0), group: group,
        handler: ServicePort(world: world))
      self.group = group
      self.server = server
      url = "http://\(server.address)"
      client = WorkqueueClient(server: url)
    }
    if client.token == nil {
      client.token = try await client.login(email: "alice@example.com", password: "correct-horse")
    }
    self.client = client
  }

  deinit { group?.shutdown() }

  /// What the contract has against the exchanges so far.
  var objections: [String] {
    trial.map { $0.findings.isEmpty ? [] : [CheckReport.text($0, isStrict: true)] } ?? []
  }

  /// Takes all work that waits, so that a test finds only its own.
  func drain() async throws {
    while try await !client.pull().isEmpty {}
  }

  /// Takes the one element that waits.
  func pullOne() async throws -> (job: Job, element: WorkElement) {
    let items = try await client.pull()
    let item = try #require(items.first)
    try #require(items.count == 1 && item.elements.count == 1)
    return (item.job, try #require(item.elements.first))
  }
}
