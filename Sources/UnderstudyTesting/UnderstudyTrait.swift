public import Testing

/// Runs a test with mocks of its own: fresh worlds on free ports, gone when the test ends.
public struct UnderstudyTrait: TestTrait, SuiteTrait, TestScoping {
  let services: [MockedService]
  let fixtures: String?
  let profile: String?
  let states: [String]

  /// Of a suite, each test has its own worlds.
  public var isRecursive: Bool { true }

  /// Starts the worlds, runs the test, and ends them, whatever became of it.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let understudy = try Understudy.start(
      services, fixtures: fixtures, profile: profile, states: states)
    do {
      try await Understudy.$inScope.withValue(understudy) { try await function() }
    } catch {
      await understudy.stop()
      throw error
    }
    await understudy.stop()
  }
}

extension Trait where Self == UnderstudyTrait {
  /// Gives each test mocks of its own, which ``Understudy/current`` leads to.
  ///
  /// ```swift
  /// @Test(.understudy(.trove)) func `a busy database is asked again`() async throws {
  ///   let trove = try Understudy.current
  ///   try trove.arm(.status(503), on: "GET /instances", times: 2)
  ///   …
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - services: what to mock; those that one needs, as Trove its Keystone, come by themselves.
  ///   - fixtures: a folder with a folder per service, for those in it instead of the built-in ones.
  ///   - profile: `documented` or `reference`; nil for the usual one.
  ///   - states: provider states to begin in.
  public static func understudy(
    _ services: MockedService..., fixtures: String? = nil, profile: String? = nil,
    states: [String] = []
  ) -> Self {
    UnderstudyTrait(services: services, fixtures: fixtures, profile: profile, states: states)
  }
}
