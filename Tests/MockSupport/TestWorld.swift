public import MockServer

extension World {
  /// A world for a test: by default with the checkout's fixtures, time that stands still, and
  /// identifiers that count up.
  public convenience init(
    _ type: Service.Type, _ name: String, profile: String? = nil,
    source: FixtureSource = Repository.fixtures, clock: ManualClock = ManualClock(),
    journal: Journal = Journal(), observer: ExchangeObserver? = nil
  ) throws where Service: MockService {
    let fixtures = try ServiceFixtures(name, from: source, profile: profile)
    self.init(
      try Blueprint(type, fixtures), in: WorldGroup(clock: AdjustableClock(base: clock)),
      identifiers: CountingIdentifiers(), journal: journal, observer: observer)
  }
}
