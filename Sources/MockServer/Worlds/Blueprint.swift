/// A service read from its fixtures, of which any number of worlds can be made.
public protocol ServiceBlueprint: Sendable {
  var description: ServiceDescription { get }
  var providerStates: [ProviderState] { get }

  /// A fresh world in its seed state.
  ///
  /// - Parameter profile: nil, or one that the service lacks, for the usual one.
  func makeWorld(
    in group: WorldGroup, profile: String?, observer: ExchangeObserver?
  ) -> any ServiceWorld
}

/// A service in each of its profiles, each with its seed state.
public struct Blueprint<Service: MockService>: ServiceBlueprint {
  let services: [Service]
  /// The place of the profile that a fresh world has.
  let usual: Int
  /// Copied only when a world changes it, so that worlds cost no more than they do.
  private let seeds: [Service.State]

  /// - Throws: ``FixtureError`` when the settings, the seed records, or the records of a provider
  ///   state with its usual parameters make no valid state.
  public init(_ type: Service.Type, _ fixtures: ServiceFixtures) throws(FixtureError) {
    var services: [Service] = []
    for profile in fixtures.description.profiles {
      guard let fixtures = fixtures.inProfile(profile) else { continue }
      services.append(try Service(fixtures: fixtures))
    }
    let service = try Service(fixtures: fixtures)
    usual =
      services.firstIndex { $0.fixtures.description.profile == fixtures.description.profile } ?? 0
    self.services = services.isEmpty ? [service] : services
    seeds = try self.services.map { service throws(FixtureError) in
      try service.state(from: fixtures.collections)
    }
    for provider in fixtures.states {
      let patch = provider.patch(with: provider.parameters)
      _ = try service.state(from: try fixtures.collections.applying(patch, named: provider.name))
    }
  }

  public var description: ServiceDescription { services[usual].fixtures.description }

  public var providerStates: [ProviderState] { services[usual].fixtures.states }

  /// The place of a profile; of the usual one for nil, or for one that is not there.
  func place(ofProfile name: String?) -> Int {
    services.firstIndex { $0.fixtures.description.profile == name } ?? usual
  }

  /// The seed state of the profile at a place.
  func seed(at place: Int) -> Service.State { seeds[place] }

  public func makeWorld(
    in group: WorldGroup, profile: String?, observer: ExchangeObserver?
  ) -> any ServiceWorld {
    World(self, in: group, profile: profile, observer: observer)
  }
}
