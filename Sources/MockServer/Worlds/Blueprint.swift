/// A service read from its fixtures, of which any number of worlds can be made.
public protocol ServiceBlueprint: Sendable {
  var description: ServiceDescription { get }
  var providerStates: [ProviderState] { get }

  /// The same service, whose worlds begin in another of its profiles; in its usual one when it has
  /// none of that name.
  ///
  /// - Throws: ``FixtureError`` when the seed records make no valid state there.
  func inProfile(_ name: String) throws(FixtureError) -> any ServiceBlueprint

  /// The stubs that its worlds begin with.
  var stubs: StubSet { get set }

  /// A fresh world in its seed state.
  func makeWorld(
    in group: WorldGroup, observer: ExchangeObserver?, messageCheck: MessageCheck?
  ) -> any ServiceWorld
}

extension ServiceBlueprint {
  public func makeWorld(in group: WorldGroup, observer: ExchangeObserver?) -> any ServiceWorld {
    makeWorld(in: group, observer: observer, messageCheck: nil)
  }
}

/// A service in each of its profiles, with its seed state.
public struct Blueprint<Service: WorldService>: ServiceBlueprint {
  let services: [Service]
  /// The place of the profile that a fresh world has.
  private(set) var usual: Int
  /// Copied only when a world changes it.
  private(set) var seed: Service.State
  public var stubs = StubSet.none
  private let built = BuiltStates<Service.State>()

  /// A service in each profile of its fixtures.
  ///
  /// - Throws: ``FixtureError`` when the settings, the seed records, or the records of a provider
  ///   state with its usual parameters make no valid state. The states of fixtures that came
  ///   through the tests are not built here: that takes as long as all the rest of a start.
  public init(_ type: Service.Type, _ fixtures: ServiceFixtures) throws(FixtureError)
  where Service: MockService {
    var services: [Service] = []
    for profile in fixtures.description.profiles {
      guard let fixtures = fixtures.inProfile(profile) else { continue }
      if let other = services.first {
        services.append(try other.inProfile(fixtures))
      } else {
        services.append(try Service(fixtures: fixtures))
      }
    }
    if services.isEmpty { services = [try Service(fixtures: fixtures)] }
    let usual = services.firstIndex {
      $0.fixtures.description.profile == fixtures.description.profile
    }
    try self.init(services, usual: usual ?? 0)
  }

  /// A service that is there already and has one profile.
  ///
  /// - Throws: ``FixtureError`` as above.
  public init(_ service: Service) throws(FixtureError) {
    try self.init([service], usual: 0)
  }

  private init(_ services: [Service], usual: Int) throws(FixtureError) {
    self.services = services
    self.usual = usual
    let service = services[usual]
    let fixtures = service.fixtures
    seed = try service.state(from: fixtures.collections)
    if fixtures.hasTestedStates { return }
    for provider in fixtures.states {
      let patch = provider.patch(with: provider.parameters)
      do throws(FixtureError) {
        _ = try service.state(from: fixtures.collections.applying(patch, named: provider.name))
      } catch {
        throw error.inState(provider.name)
      }
    }
  }

  public var description: ServiceDescription { services[usual].fixtures.description }

  public var providerStates: [ProviderState] { services[usual].fixtures.states }

  var faultEvents: [FaultEvent] { services[usual].faultEvents }

  /// The place of a profile; of the usual one for nil.
  func place(ofProfile name: String?) -> Int {
    services.firstIndex { $0.fixtures.description.profile == name } ?? usual
  }

  /// The seed's records with the patches of provider states.
  func state(
    of active: [ActiveState], inProfileAt place: Int
  ) throws(FixtureError) -> Service.State {
    if active.isEmpty, place == usual { return seed }
    if let state = built.state(of: active, inProfileAt: place) { return state }
    let service = services[place]
    var records = service.fixtures.collections
    for entry in active {
      records = try records.applying(
        entry.state.patch(with: entry.arguments), named: entry.state.name)
    }
    let state = try service.state(from: records)
    built.keep(state, of: active, inProfileAt: place)
    return state
  }

  public func inProfile(_ name: String) throws(FixtureError) -> any ServiceBlueprint {
    var other = self
    other.usual = place(ofProfile: name)
    let service = services[other.usual]
    if other.usual != usual { other.seed = try service.state(from: service.fixtures.collections) }
    return other
  }

  public func makeWorld(
    in group: WorldGroup, observer: ExchangeObserver?, messageCheck: MessageCheck?
  ) -> any ServiceWorld {
    World(self, in: group, observer: observer, messageCheck: messageCheck)
  }
}
