import Glibc
import JSON
import MockServer
import MockSupport
import ProvenaClient
import Synchronization
import Testing

@Suite(.serialized) struct `Conformance of Provena` {}

extension ProvenaError: ServiceError {}

/// Who signs in to a Provena. The offline tokens are the mock's; for a server elsewhere, variables
/// name others: `UNDERSTUDY_PROVENA_OFFLINE_ALICE` and so on.
enum ProvenaAccount: String, CaseIterable {
  /// Owns the documented dataset; may register datasets and appoint reviewers; is a person.
  case alice
  /// The same without the dataset.
  case bob
  /// May read.
  case reader
  /// May do nothing.
  case noroles
  /// May do everything, and is no person.
  case root

  var offlineToken: String {
    ServiceUnderTest.variable("UNDERSTUDY_PROVENA_OFFLINE_\(rawValue.uppercased())")
      ?? "offline-\(rawValue)"
  }
}

/// A Provena that runs for one test: the data store and its realm.
///
/// A named one must hold the mock's seed records and let sign in at `UNDERSTUDY_PROVENA_REALM_URL`;
/// datasets can't be deleted, so the tests leave theirs behind.
struct RunningProvena {
  let config: ProvenaConfig
  private let service: RunningService

  static let all = ServiceUnderTest.all("provena")
  /// Whether a token can be one that only the mock gives out, and a user's sign-in needs no user.
  static let isMock = ServiceUnderTest.variable("UNDERSTUDY_PROVENA_URL") == nil
  /// The records that are there from the beginning, and a description that can be minted.
  static let seed =
    (try? JSONReader.value(of: Repository.bytes("Tests/ConformanceTests/Provena/seed.json")))
    ?? .null

  init(_ provena: ServiceUnderTest) throws {
    service = try RunningService(provena)
    var config = ProvenaConfig(server: service.url, realmName: "provena")
    if let realm = ServiceUnderTest.variable("UNDERSTUDY_PROVENA_REALM_URL"), !Self.isMock {
      config.apiOverrides.keycloakEndpoint = realm
    }
    self.config = config
  }

  /// What the contract has against the exchanges so far, as soon as there is a contract. Stories of
  /// descriptions and tokens that no interaction has don't ask for it.
  var breaches: [String] {
    Repository.names(in: "contracts").contains("provena.json") ? service.breaches : []
  }

  var ids: [String: String] { ["URL": service.url] }

  static func id(_ name: String) throws -> String { try #require(seed[name]?.string) }
  static func person(_ name: String) throws -> String {
    try #require(seed["persons"]?[name]?.string)
  }

  /// A description with another name.
  static func description(_ name: String) throws -> CollectionFormat {
    var description = try CollectionFormat(json: seed["description"] ?? .null)
    description.datasetInfo.name = name
    return description
  }

  func flow(_ offlineToken: String) -> OfflineFlow {
    OfflineFlow(config: config, clientID: "client-tools", offlineToken: offlineToken)
  }

  func client(_ account: ProvenaAccount = .alice) -> DatastoreClient {
    DatastoreClient(auth: flow(account.offlineToken), config: config)
  }

  /// Registers a dataset and gives its handle.
  func mint(_ name: String = "Reef temperature 2023") async throws -> String {
    let minted = try await client().mintDataset(Self.description(name))
    return try #require(minted.handle)
  }

  func item(_ handle: String) async throws -> ItemDataset {
    try #require(try await client().fetchDataset(handle).item)
  }

  /// The mock's time for expiries, and for waiting.
  var clock: SignInClock {
    let service = service
    return SignInClock(
      secondsSince1970: { Glibc.time(nil) },
      sleep: { duration in
        if let clock = service.clock {
          clock.advance(microseconds: Int(duration / .microseconds(1)))
        } else {
          try await Task.sleep(for: duration)
        }
      })
  }

  func passSecond() async throws { try await clock.sleep(.seconds(1)) }
}

/// Keeps tokens for one test.
final class MemoryStore: TokenStore {
  private let kept = Mutex<Tokens?>(nil)

  func load() -> Tokens? { kept.withLock(\.self) }
  func save(_ tokens: Tokens) { kept.withLock { $0 = tokens } }
}

/// Takes connections and never says a word.
final class MuteServer {
  let url: String
  private let socket: Int32

  init() throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let file = socket
    let port: Int? = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        guard bind(file, pointer, size) == 0, listen(file, 8) == 0,
          getsockname(file, pointer, &size) == 0
        else { return nil }
        return 0
      }
    }
    try #require(port != nil)
    url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
  }

  deinit { close(socket) }
}
