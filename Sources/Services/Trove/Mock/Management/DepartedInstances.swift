import MockServer

/// What administrators can still be shown of instances that are gone: the last of them only, so that
/// a mock that runs for long does not grow.
struct DepartedInstances: Sendable {
  struct Departed: Sendable {
    let instance: Instance
    let rootHistory: (enabled: Timestamp, user: String)?
    let at: Timestamp
  }

  private(set) var all: [Departed] = []
  private static let most = 1_000

  mutating func append(
    _ instance: Instance, _ rootHistory: (enabled: Timestamp, user: String)?, at time: Timestamp
  ) {
    if all.count >= Self.most { all.removeFirst(Self.most / 2) }
    all.append(Departed(instance: instance, rootHistory: rootHistory, at: time))
  }
}
