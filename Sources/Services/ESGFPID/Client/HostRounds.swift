/// Which host is tried next (the ESGF PID sheet, section 8): all of them in the order of their priorities,
/// without a pause; then, after one, all again. A channel that opened begins the count anew.
struct HostRounds {
  enum Step: Equatable {
    /// The place of a host in the list of credentials.
    case host(Int)
    case pause
    case giveUp
  }

  private let priorities: [Priority?]
  private let most: Int
  private let random: @Sendable (_ below: Int) -> Int
  private var left: [Int]
  /// How many rounds have been tried in vain.
  private(set) var rounds = 0

  /// - Parameter random: decides between hosts of equal priority.
  init(
    _ priorities: [Priority?], most: Int, random: @escaping @Sendable (_ below: Int) -> Int
  ) {
    self.priorities = priorities
    self.most = most
    self.random = random
    left = Self.order(priorities, random)
  }

  mutating func next() -> Step {
    if !left.isEmpty { return .host(left.removeFirst()) }
    rounds += 1
    guard rounds < most else { return .giveUp }
    left = Self.order(priorities, random)
    return .pause
  }

  mutating func opened() { rounds = -1 }

  /// Smallest priority first, hosts without one last.
  private static func order(
    _ priorities: [Priority?], _ random: (_ below: Int) -> Int
  ) -> [Int] {
    var shuffled = Array(priorities.indices)
    for place in shuffled.indices.dropFirst().reversed() {
      shuffled.swapAt(place, random(place + 1))
    }
    // The sort is stable, so that chance decides between equal ones.
    return shuffled.sorted { left, right in
      switch (priorities[left], priorities[right]) {
      case (.some(let left), .some(let right)): left < right
      case (.some, .none): true
      case (.none, _): false
      }
    }
  }
}
