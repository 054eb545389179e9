import EventLoop
public import JSON
import MockServer

/// The mocks of the test that runs: where they are, what they were asked, what they shall do.
///
/// Where a call takes a service, nil means the first that the test named.
public final class Understudy: Sendable {
  @TaskLocal static var inScope: Understudy?

  /// The mocks of the test that runs.
  ///
  /// - Throws: ``UnderstudyError`` outside of a test with the trait `.understudy(…)`, as in a detached
  ///   task.
  public static var current: Understudy {
    get throws {
      guard let inScope else {
        throw UnderstudyError(
          "no mocks are running here: give the test a trait, as @Test(.understudy(.trove))")
      }
      return inScope
    }
  }

  let running: RunningGroup
  /// That of a suite around the test's own.
  private let outer: Understudy?
  private let main: String

  private init(_ running: RunningGroup, main: String, outer: Understudy?) {
    self.running = running
    self.main = main
    self.outer = outer
  }

  // MARK: Life

  static func start(
    _ services: [MockedService], fixtures: String?, profile: String?, states: [String]
  ) throws(UnderstudyError) -> Understudy {
    guard !services.isEmpty else {
      throw UnderstudyError(".understudy() mocks nothing: name a service, as .understudy(.trove)")
    }
    let family = try Blueprints.family(of: services, fixtures: fixtures, profile: profile)
    let running: RunningGroup
    do {
      running = try WorldHost(loops: Blueprints.loops()).start(family, spread: 1)
    } catch let problems as PortProblems {
      throw UnderstudyError(problems.all.map(\.error.description).joined(separator: "; "))
    } catch {
      throw UnderstudyError("\(error)")
    }
    let main = family.first?.description.name ?? ""
    let understudy = Understudy(running, main: main, outer: inScope)
    for state in states { try understudy.set(state) }
    return understudy
  }

  func stop() async {
    await withCheckedContinuation { continuation in
      running.stop(within: 500) { continuation.resume() }
    }
  }

  // MARK: Where

  /// The service's address, without a slash at the end.
  public var url: String { running.group.url(of: main) ?? "" }

  /// A service's address, also of one that came because another needs it.
  ///
  /// - Throws: ``UnderstudyError`` when the test has no such service.
  public func url(of service: MockedService) throws -> String {
    let world = try world(service)
    return world.group.url(of: world.description.name) ?? ""
  }

  /// The address with what clients add to it, as `/v1.0` of Trove.
  public var baseURL: String { url + ((try? world(nil).description.basePath) ?? "") }

  /// The environment variables that point clients here, of all services of the test.
  public var environment: [String: String] {
    var all = outer?.environment ?? [:]
    for service in running.services {
      for (key, value) in service.world.description.variables(urls: running.group.urls).members
        .map({ ($0.key, $0.value.string ?? "") })
      {
        all[key] = value
      }
    }
    return all
  }

  /// The service's tokens by their names, as `alice`.
  public var tokens: [String: String] {
    let tokens = (try? world(nil).description.tokens) ?? JSONObject()
    return Dictionary(
      tokens.members.map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { $1 })
  }

  func world(_ service: MockedService?) throws(UnderstudyError) -> any ServiceWorld {
    let name: String
    switch service?.origin {
    case nil: name = main
    case .named(let given): name = given
    case .folder(let path): name = try Blueprints.name(ofFolder: path)
    }
    if let found = running.services.first(where: { $0.world.description.name == name }) {
      return found.world
    }
    if let outer { return try outer.world(service) }
    let known = running.services.map(\.world.description.name)
    throw UnderstudyError(
      "this test has no service \"\(name)\"" + Suggestion.hint(for: name, among: known))
  }

  // MARK: State

  /// Puts a service into a provider state; gives the parameters in force.
  ///
  /// - Throws: ``UnderstudyError`` when it has no such state, or the parameters make no sense.
  @discardableResult
  public func set(
    _ state: String, _ parameters: JSONObject = [:], of service: MockedService? = nil
  ) throws(UnderstudyError) -> JSONObject {
    let world = try world(service)
    do throws(ProviderStateError) {
      return try world.setUp(state: state, parameters: parameters)
    } catch {
      throw UnderstudyError(error.description)
    }
  }

  /// Back to the seed records, the machine's time and an empty journal, without faults.
  public func reset() {
    for service in running.services {
      service.world.reset()
      service.world.faults.clear()
      service.world.journal.clear()
    }
  }
}
