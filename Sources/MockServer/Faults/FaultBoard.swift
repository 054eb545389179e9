import HTTPMessage
public import JSON
import Synchronization

/// The faults that are armed in a world.
///
/// Every request looks here, so that nothing is armed is one read of a number.
public final class FaultBoard: Sendable {
  /// What faults can be armed for beside requests.
  public let events: [FaultEvent]
  private let prefixes: [String]
  private let identifiers: any IdentifierSource
  private let count = Atomic<Int>(0)
  private let entries = Mutex<[Entry]>([])

  /// How many can be armed at once: each is compared with each request.
  static let most = 1_000

  private struct Entry {
    let fault: ArmedFault
    var left: Int?
    var hits = 0
    var random: SeededRandom

    init(_ fault: ArmedFault) {
      self.fault = fault
      left = fault.times
      random = SeededRandom(seed: fault.seed)
    }

    /// Whether it hits what it is for; each time is one draw, so that a run can be repeated.
    mutating func draw() -> Bool {
      fault.percentage >= 100 || random.unit() * 100 < fault.percentage
    }

    /// Whether it can hit again.
    mutating func hit() -> Bool {
      hits += 1
      left = left.map { $0 - 1 }
      return left != 0
    }

    var form: JSONObject {
      var form = JSONObject([.init(key: "id", value: .string(fault.id))] + fault.form.members)
      form["hits"] = .number(JSONNumber(hits))
      form["left"] = left.map { .number(JSONNumber($0)) }
      return form
    }
  }

  /// - Parameter prefixes: what may stand before the paths of routes, as patterns.
  public init(
    prefixes: [String] = [], events: [FaultEvent] = [],
    identifiers: any IdentifierSource = RandomIdentifiers()
  ) {
    self.prefixes = prefixes
    self.events = events
    self.identifiers = identifiers
  }

  /// Whether any fault is armed.
  public var isArmed: Bool { count.load(ordering: .relaxed) > 0 }

  // MARK: Arming

  /// Arms a fault; gives it as ``list`` shows it.
  ///
  /// - Parameter form: for example `{"on": "GET /instances", "status": 503, "times": 2}`.
  /// - Throws: ``FixtureError`` that points at what is wrong; nothing is armed then.
  @discardableResult
  public func arm(_ form: JSONObject) throws(FixtureError) -> JSONObject {
    let file = FixtureFile(computed: "the fault")
    return try arm(FixtureNode(file: file, pointer: JSONPointer(), value: .object(form)))
  }

  func arm(_ node: FixtureNode) throws(FixtureError) -> JSONObject {
    let fault = try ArmedFault(
      id: identifiers.uuid(), node, prefixes: prefixes, events: events)
    let form = entries.withLock { entries -> JSONObject? in
      guard entries.count < Self.most else { return nil }
      entries.append(Entry(fault))
      count.store(entries.count, ordering: .relaxed)
      return entries.last?.form
    }
    guard let form else {
      throw node.error("\(Self.most) faults are armed, and no more can be")
    }
    return form
  }

  /// All that are armed, in the order of their arming, with `id`, `hits` and `left`.
  public var list: [JSONObject] { entries.withLock { $0.map(\.form) } }

  /// One that is armed; nil when it never was or is spent.
  public func form(_ id: String) -> JSONObject? {
    entries.withLock { $0.first { $0.fault.id == id }?.form }
  }

  /// Disarms one; false when it never was armed or is spent.
  @discardableResult
  public func remove(_ id: String) -> Bool {
    entries.withLock { entries in
      let before = entries.count
      entries.removeAll { $0.fault.id == id }
      count.store(entries.count, ordering: .relaxed)
      return entries.count < before
    }
  }

  /// Disarms all.
  public func clear() {
    entries.withLock { entries in
      entries = []
      count.store(0, ordering: .relaxed)
    }
  }

  // MARK: Hitting

  /// A fault that hits a request.
  struct Hit: Sendable {
    let fault: ArmedFault
    let action: FaultAction
    /// In milliseconds.
    let delay: Int

    /// The answer as the fault leaves it, or makes it for nil.
    func spoil(_ answer: Answer?) -> Answer {
      var spoilt = action.answer(instead: answer, delay: delay)
      spoilt.fault = fault
      return spoilt
    }
  }

  /// The fault that hits a request: of those that it is for, the one that was armed first and that
  /// its chance lets through. It is used up by one.
  func take(_ request: HTTPRequest) -> Hit? {
    take { entry in
      guard case .requests(let route, let action) = entry.fault.target, route.matches(request),
        entry.draw()
      else { return nil }
      let delay = action.delay?.milliseconds(&entry.random) ?? 0
      return Hit(fault: entry.fault, action: action, delay: delay)
    }
  }

  /// The fault that hits an event: its members as they were given. It is used up by one.
  ///
  /// - Parameter isFor: whether the event is one that a fault with these members is for.
  public func take(event: String, where isFor: (JSONObject) -> Bool = { _ in true }) -> JSONObject?
  {
    guard isArmed else { return nil }
    return take { entry in
      guard case .event(event) = entry.fault.target, isFor(entry.fault.form), entry.draw()
      else { return nil }
      return entry.fault.form
    }
  }

  private func take<Found>(_ find: (inout Entry) -> Found?) -> Found? {
    entries.withLock { entries in
      for place in entries.indices {
        guard let found = find(&entries[place]) else { continue }
        if !entries[place].hit() {
          entries.remove(at: place)
          count.store(entries.count, ordering: .relaxed)
        }
        return found
      }
      return nil
    }
  }
}
