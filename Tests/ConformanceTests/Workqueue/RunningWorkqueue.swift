import JSON
import Testing
import WorkqueueClient

/// A workqueue that runs for one test, with a client of it.
///
/// A named one must hold the documented seed records, take the token of
/// `UNDERSTUDY_WORKQUEUE_TOKEN` (or the password of the fixtures) and leave the workers' calls open;
/// its queue is emptied.
struct RunningWorkqueue {
  /// With a user's token.
  let client: WorkqueueClient
  private let service: RunningService

  static let all = ServiceUnderTest.all("workqueue")

  init(_ workqueue: ServiceUnderTest) async throws {
    service = try RunningService(workqueue)
    var client = WorkqueueClient(server: service.url)
    client.token = ServiceUnderTest.variable("UNDERSTUDY_WORKQUEUE_TOKEN")
    if client.token == nil || service.world != nil {
      client.token = try await client.login(email: "alice@example.com", password: "correct-horse")
    }
    self.client = client
  }

  var url: String { service.url }
  var objections: [String] { service.objections }

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
