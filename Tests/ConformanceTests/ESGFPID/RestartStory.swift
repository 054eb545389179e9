import AMQP
import ESGFPIDClient
import Glibc
import JSON
import Synchronization
import Testing

extension `Conformance of the ESGF PID client` {
  /// What restarts the broker that `UNDERSTUDY_ESGFPID_URL` names: a program without arguments, which
  /// ends when it is there again.
  static let restart = ServiceUnderTest.variable("UNDERSTUDY_ESGFPID_RESTART").flatMap {
    $0.isEmpty ? nil : $0
  }

  @Test(.enabled(if: restart != nil && ServiceUnderTest.variable("UNDERSTUDY_ESGFPID_URL") != nil))
  func `loses no message when the broker restarts in the midst`() async throws {
    let tested = try #require(RunningESGFPID.all.first)
    let running = try RunningESGFPID(tested)
    let bench = try await PIDBench(running, keeps: true)
    let connector = try bench.connector(rule: RetryRule(rounds: 200))
    try connector.startMessaging()
    let isBack = Atomic(false)
    let restarting = Task.detached {
      let code = await Self.run(Self.restart ?? "")
      isBack.store(true, ordering: .relaxed)
      return code
    }
    // Messages before, during and after.
    var names: [String] = []
    var left = 500
    while left > 0 {
      if isBack.load(ordering: .relaxed) { left -= 1 }
      names.append("cmip6.test.\(names.count)")
      try connector.unpublishAllVersions(drsID: try #require(names.last))
      try await Task.sleep(for: .milliseconds(2))
    }
    #expect(await restarting.value == 0)
    try await connector.finishMessaging(within: .seconds(60))
    // The connection of the bench went with the broker.
    let connection = try await ClientConnection.open(try running.address)
    let channel = try await connection.openChannel()
    var arrived: [String] = []
    while let message = try await channel.get(bench.queue, noAck: true) {
      arrived.append(message.json?["drs_id"]?.string ?? "")
    }
    let seen = Set(arrived)
    #expect(names.filter { !seen.contains($0) } == [])
    // A message may come twice, but those that come first come in their order.
    var firsts: Set<String> = []
    #expect(arrived.filter { firsts.insert($0).inserted } == names)
    print("restart: \(names.count) messages sent, \(arrived.count) arrived")
    try await channel.deleteQueue(bench.queue)
    try await channel.deleteExchange(bench.exchange)
    try await connection.close()
  }

  /// Runs a program on a thread of its own; its exit status.
  private static func run(_ program: String) async -> Int32 {
    await withCheckedContinuation { continuation in
      final class Job: Sendable {
        let program: String
        let done: CheckedContinuation<Int32, Never>
        init(_ program: String, _ done: CheckedContinuation<Int32, Never>) {
          self.program = program
          self.done = done
        }
      }
      var thread = pthread_t()
      pthread_create(
        &thread, nil,
        { pointer in
          guard let pointer else { return nil }
          let job = Unmanaged<Job>.fromOpaque(pointer).takeRetainedValue()
          let status = system(job.program)
          job.done.resume(returning: status)
          return nil
        }, Unmanaged.passRetained(Job(program, continuation)).toOpaque())
      pthread_detach(thread)
    }
  }
}
