import HTTPTransport
import MockServer
import Testing
import TroveClient
import URLSessionTransport

/// Who signs in to a Trove, and for which project.
///
/// The accounts are the mock's; for a server elsewhere, variables name others: `<PREFIX>_USERNAME`,
/// `<PREFIX>_PASSWORD` and `<PREFIX>_PROJECT`.
struct TroveAccount: Sendable {
  let username: String
  let password: String
  let project: String

  /// The one of the document, whose project has thirty instances.
  static let documented = TroveAccount("UNDERSTUDY_TROVE", "testuser", "PASSWORD", "test_project")
  /// One of an empty project.
  static let worker = TroveAccount("UNDERSTUDY_TROVE_WORK", "workuser", "WORKPASS", "work_project")
  /// An administrator, in the worker's project.
  static let administrator = TroveAccount(
    "UNDERSTUDY_TROVE_ADMIN", "adminuser", "ADMINPASS", "work_project")

  private init(_ prefix: String, _ username: String, _ password: String, _ project: String) {
    self.username = ServiceUnderTest.variable(prefix + "_USERNAME") ?? username
    self.password = ServiceUnderTest.variable(prefix + "_PASSWORD") ?? password
    self.project = ServiceUnderTest.variable(prefix + "_PROJECT") ?? project
  }
}

/// A Trove that runs for one test, with its Keystone.
///
/// A named one must let sign in at `UNDERSTUDY_TROVE_AUTH_URL` and hold what the documented programs
/// find; the tests delete what they make.
struct RunningTrove {
  let authURL: String
  let region: String
  private let service: RunningService

  static let all = ServiceUnderTest.all("trove")
  /// Whether hours can pass at once: not with a server elsewhere.
  static let canMoveTime = ServiceUnderTest.variable("UNDERSTUDY_TROVE_URL") == nil

  init(_ trove: ServiceUnderTest) throws {
    service = try RunningService(trove)
    region = ServiceUnderTest.variable("UNDERSTUDY_TROVE_REGION") ?? "EAST"
    authURL = try #require(
      service.urls["keystone"].map { $0 + "/v2.0" }
        ?? ServiceUnderTest.variable("UNDERSTUDY_TROVE_AUTH_URL"),
      "UNDERSTUDY_TROVE_AUTH_URL must say where to sign in")
  }

  /// Where the database service is, without a slash at the end.
  var url: String { service.url }
  var breaches: [String] { service.breaches }
  /// The mock's time; nil for a server elsewhere.
  var clock: AdjustableClock? { service.clock }
  /// Where one signs in by Keystone's third version.
  var authURL3: String {
    authURL.hasSuffix("/v2.0") ? authURL.dropLast("v2.0".count) + "v3" : authURL
  }

  /// A client with an account of its own, and the account's token yet to be fetched.
  func client(
    _ account: TroveAccount = .worker, transport: any HTTPTransport = URLSessionTransport()
  ) -> TroveClient {
    TroveClient(
      username: account.username, password: account.password, projectID: account.project,
      regionName: region, authURL: authURL, transport: transport)
  }

  /// The id of a client's project, which links tell.
  static func project(_ tc: TroveClient) async throws -> String {
    let link = try #require(try await tc.flavors.list().first?.links.first { $0.rel == "self" })
    return link.href.split(separator: "/").dropLast(2).last.map(String.init) ?? ""
  }

  // MARK: Time

  /// How long the service is waited for, by its own time.
  private static let longest = 600

  struct TooLate: Error, CustomStringConvertible {
    let last: String
    var description: String { "not as wanted after \(longest) s; at last: \(last)" }
  }

  /// Lets a second pass: on a mock's clock at once, with a server elsewhere really.
  func passSecond() async throws { try await pass(.seconds(1)) }

  func pass(_ time: Duration) async throws {
    if let clock {
      clock.advance(microseconds: Int(time / .microseconds(1)))
    } else {
      try await Task.sleep(for: time)
    }
  }

  /// Asks, once each second, until the answer is as wanted.
  @discardableResult
  func wait<Value>(
    for ask: () async throws -> Value, until isWanted: (Value) -> Bool
  ) async throws -> Value {
    var value = try await ask()
    var seconds = 0
    while !isWanted(value) {
      guard seconds < Self.longest else { throw TooLate(last: "\(value)") }
      try await passSecond()
      seconds += 1
      value = try await ask()
    }
    return value
  }

  @discardableResult
  func wait(
    for instance: Instance, toBe status: InstanceStatus = .active
  ) async throws -> Instance {
    try await wait(for: { try await instance.refreshed() }, until: { $0.status == status })
  }

  /// Asks until the service doesn't know any more what is asked for.
  func waitUntilGone(_ ask: () async throws -> Void) async throws {
    try await wait(
      for: {
        do {
          try await ask()
          return false
        } catch TroveError.notFound {
          return true
        }
      }, until: { $0 })
  }

  // MARK: Instances

  /// Deletes an instance and waits until it is gone.
  func remove(_ instance: Instance) async throws {
    try await instance.delete()
    try await waitUntilGone { _ = try await instance.refreshed() }
  }

  /// Lends a new MySQL instance that is active, and takes it back whatever comes of it.
  func withInstance(
    _ tc: TroveClient, _ name: String = "lent", databases: [Database]? = nil,
    users: [NewUser]? = nil, _ body: (Instance) async throws -> Void
  ) async throws {
    let made = try await tc.instances.create(
      name, flavorID: "1", volume: Volume(size: 1), databases: databases, users: users,
      datastore: "mysql", datastoreVersion: "8.0")
    let instance = try await wait(for: made)
    do {
      try await body(instance)
    } catch {
      try? await remove(instance)
      throw error
    }
    try await remove(instance)
  }
}

extension TroveError: ServiceError {}
