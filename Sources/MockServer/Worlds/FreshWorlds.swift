public import EventLoop
import Synchronization

/// Worlds that are started and ended while everything runs: for a test that wants one of its own.
///
/// A forgotten one ends by itself when nobody has made a request to it for a while.
public final class FreshWorlds: Sendable {
  public struct Limits: Sendable {
    /// How many may be there at once.
    public var worlds: Int
    /// Without a request, in milliseconds.
    public var idleTime: Int

    public init(worlds: Int = 100, idleTime: Int = 600_000) {
      self.worlds = worlds
      self.idleTime = idleTime
    }
  }

  private let host: WorldHost
  private let blueprints: Mutex<[any ServiceBlueprint]>
  private let limits: Limits
  private let identifiers: any IdentifierSource
  private let machine: any WorldClock
  private let clock: @Sendable () -> Int64
  private let state = Mutex(State())
  /// By service and profile, those that were asked for: their seed state is built once.
  private let families = Mutex<[String: [any ServiceBlueprint]]>([:])

  private struct State {
    /// Oldest first.
    var worlds: [FreshWorld] = []
    /// Those that have a place, but don't listen yet.
    var starting = 0
    /// By service, what the worlds that have ended have served.
    var ended: [String: RequestFigures] = [:]
  }

  /// - Parameters:
  ///   - blueprints: of the services that can be asked for, and of their companions.
  ///   - machine: for the times that are told.
  ///   - clock: for the idle time; milliseconds on a steady clock.
  public init(
    of blueprints: [any ServiceBlueprint], on host: WorldHost, limits: Limits = Limits(),
    identifiers: any IdentifierSource = RandomIdentifiers(),
    machine: any WorldClock = SystemClock(),
    clock: @escaping @Sendable () -> Int64 = EventLoopGroup.steadyClock
  ) {
    self.blueprints = Mutex(blueprints)
    self.host = host
    self.limits = limits
    self.identifiers = identifiers
    self.machine = machine
    self.clock = clock
    host.regularly { [weak self] in
      self?.endIdle()
      return self != nil
    }
  }

  /// All that are there, oldest first.
  public var all: [FreshWorld] { state.withLock { $0.worlds } }

  /// The one of an id; nil when it has ended or never was.
  public subscript(id: String) -> FreshWorld? {
    state.withLock { $0.worlds.first { $0.id == id } }
  }

  /// Starts one, with its companions, each on a free port.
  public func start(
    _ service: String, profile: String? = nil
  ) throws(FreshWorldError) -> FreshWorld {
    let wanted = try family(of: service, in: profile)
    try takePlace()
    let lastUse = LastUse(at: clock())
    let running: RunningGroup
    do throws(PortProblems) {
      // A world is one test's: one loop is enough, and there may be many loops.
      running = try host.start(wanted, spread: 1, use: { [clock] in lastUse.note(clock()) })
    } catch {
      state.withLock { $0.starting -= 1 }
      throw .ports(error)
    }
    let world = FreshWorld(
      id: identifiers.uuid(), service: service, created: machine.now(), running: running,
      lastUse: lastUse)
    state.withLock { state in
      state.starting -= 1
      state.worlds.append(world)
    }
    return world
  }

  /// The blueprints of a service and of all that it needs; in a profile, as far as they have it.
  private func family(
    of service: String, in profile: String?
  ) throws(FreshWorldError) -> [any ServiceBlueprint] {
    let family = try family(of: service)
    guard let profile, let known = family.first?.description.profiles else { return family }
    guard known.contains(profile) else {
      throw .unknownProfile(profile, of: service, known: known)
    }
    let key = "\(service) \(profile)"
    if let found = families.withLock({ $0[key] }) { return found }
    var members: [any ServiceBlueprint] = []
    do throws(FixtureError) {
      for member in family { members.append(try member.inProfile(profile)) }
    } catch {
      throw .fixture(error)
    }
    families.withLock { $0[key] = members }
    return members
  }

  /// The blueprint of a service and those of all that it needs.
  private func family(of service: String) throws(FreshWorldError) -> [any ServiceBlueprint] {
    var names = [service]
    var family: [any ServiceBlueprint] = []
    let blueprints = blueprints.withLock { $0 }
    while family.count < names.count {
      let name = names[family.count]
      guard let blueprint = blueprints.first(where: { $0.description.name == name }) else {
        throw .unknownService(name, known: blueprints.map(\.description.name))
      }
      family.append(blueprint)
      names += blueprint.description.companions.filter { !names.contains($0) }
    }
    return family
  }

  /// Has another version of a service from now on, also where a world of it is there already.
  public func reload(_ blueprint: any ServiceBlueprint) {
    let name = blueprint.description.name
    blueprints.withLock { blueprints in
      for place in blueprints.indices where blueprints[place].description.name == name {
        var new = blueprint
        new.stubs = blueprints[place].stubs
        blueprints[place] = new
      }
    }
    families.withLock { $0 = [:] }
    for service in all.flatMap(\.running.services) where service.world.description.name == name {
      _ = service.world.reload(blueprint)
    }
  }

  /// Has other stubs over a service from now on, also where a world of it is there already.
  public func reload(_ stubs: StubSet, over name: String) {
    blueprints.withLock { blueprints in
      for place in blueprints.indices where blueprints[place].description.name == name {
        blueprints[place].stubs = stubs
      }
    }
    families.withLock { $0 = [:] }
    for service in all.flatMap(\.running.services) where service.world.description.name == name {
      service.world.stubs.reload(stubs, at: service.world.group.clock.now())
    }
  }

  private func takePlace() throws(FreshWorldError) {
    let isTaken = state.withLock { state in
      guard state.worlds.count + state.starting < limits.worlds else { return false }
      state.starting += 1
      return true
    }
    if !isTaken { throw .tooMany(limits.worlds) }
  }

  /// Ends one; false when there is none of that id. Nobody is let in any more, open answers are
  /// finished.
  public func end(_ id: String) -> Bool {
    let world = state.withLock { state in
      state.worlds.firstIndex { $0.id == id }.map { place in
        let world = state.worlds.remove(at: place)
        Self.add(world, to: &state.ended)
        return world
      }
    }
    world?.running.stop()
    return world != nil
  }

  /// By service, what all worlds have served, those that have ended included.
  var figures: [String: RequestFigures] {
    state.withLock { state in
      var figures = state.ended
      for world in state.worlds { Self.add(world, to: &figures) }
      return figures
    }
  }

  private static func add(_ world: FreshWorld, to figures: inout [String: RequestFigures]) {
    for service in world.running.services {
      figures[service.world.description.name, default: RequestFigures()]
        .add(service.world.journal.figures)
    }
  }

  /// Ends all, and calls `done` when that has happened.
  public func endAll(done: @escaping @Sendable () -> Void) {
    let worlds = state.withLock { state in
      defer { state.worlds = [] }
      return state.worlds
    }
    guard !worlds.isEmpty else { return done() }
    let countdown = Countdown(worlds.count, done)
    for world in worlds { world.running.stop(done: countdown.step) }
  }

  /// Ends those that nobody has made a request to for too long.
  func endIdle() {
    let now = clock()
    for world in all where world.lastUse.time + Int64(limits.idleTime) <= now { _ = end(world.id) }
  }

  /// When a world ends, if nobody makes a request to it.
  func expiry(of world: FreshWorld) -> Timestamp {
    let left = world.lastUse.time + Int64(limits.idleTime) - clock()
    return Timestamp(microseconds: machine.now().microseconds + Int(left) * 1_000)
  }
}

/// One of the ``FreshWorlds``: a service and its companions.
public struct FreshWorld: Sendable {
  public let id: String
  public let service: String
  public let created: Timestamp
  public let running: RunningGroup
  fileprivate let lastUse: LastUse
}

/// When somebody last made a request.
private final class LastUse: Sendable {
  private let milliseconds: Atomic<Int64>

  init(at time: Int64) { milliseconds = Atomic(time) }

  var time: Int64 { milliseconds.load(ordering: .relaxed) }

  func note(_ time: Int64) { milliseconds.store(time, ordering: .relaxed) }
}

/// Why a fresh world can't be had.
public enum FreshWorldError: Error, Sendable {
  case unknownService(String, known: [String])
  case unknownProfile(String, of: String, known: [String])
  /// The seed records make no valid state in that profile.
  case fixture(FixtureError)
  /// As many as there may be are there.
  case tooMany(Int)
  case ports(PortProblems)
}
