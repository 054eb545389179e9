import Glibc
import HTTPMessage
import HTTPTransport
import MockServer
import Synchronization
import Testing
import URLSessionTransport

@testable import OaioClient

/// The oaio clients against an oaio server: a mock in this process, or the server that
/// `UNDERSTUDY_OAIO_URL` names.
@Suite(.serialized) struct `Conformance of oaio` {}

/// An oaio server that runs for one test, and the devices that use it.
///
/// A named one must have the accounts of the fixtures and the DIGI storage on its port; the tests
/// unregister what they register.
final class RunningOaio: Sendable {
  let folder: OaioFolder
  private let service: RunningService
  /// No two devices ever read the same time, so that no two stamps are the same.
  private let ticks = Atomic<Int>(0)

  static let all = ServiceUnderTest.all("oaio")

  init(_ oaio: ServiceUnderTest) throws {
    service = try RunningService(oaio)
    folder = try OaioFolder()
  }

  /// The same server with other folders, and time that has gone on.
  init(_ oaio: ServiceUnderTest, beside other: RunningOaio) throws {
    service = other.service
    folder = try OaioFolder()
    ticks.store(1_000_000, ordering: .relaxed)
  }

  var url: String { service.url }
  var breaches: [String] { service.breaches }

  static let passwords = [
    "alice": "alice-pw", "bob": "bob-pw", "carol": "carol-pw", "jürgen": "jürgen-pw",
    "sven_super": "super-pw",
  ]

  /// A client of a user on a device. One that is asked for again goes on with the device's cache.
  ///
  /// - Parameter offset: how far its clock is ahead, in seconds.
  func client(
    _ user: String, _ device: String, password: String? = nil, offset: Int = 0,
    transport: (any HTTPTransport)? = nil
  ) throws -> OaioClient {
    let network = transport ?? URLSessionTransport()
    return try OaioClient(
      host: url,
      credentials: ["username": user, "password": password ?? Self.passwords[user] ?? ""],
      appID: "tstapp", deviceID: device, cshDefaultID: "Digi",
      clientRoot: "{tst}/\(device)", placeholders: Placeholders(["tst": folder.path]),
      storages: [
        "Digi": DigiStorage.maker(baseURL: url, transport: network),
        "CshMock": LocalFolderStorage.maker(folder: folder.path + "/host"),
        "NoSuchHost": LocalFolderStorage.maker(folder: folder.path + "/host"),
      ], transport: network, now: { self.now() + offset * 1_000_000 })
  }

  private func now() -> Int {
    let tick = ticks.add(1_000, ordering: .relaxed).newValue
    return (service.clock?.now().microseconds ?? OaioStamp.machineTime()) + tick
  }
}

/// A folder of its own for a test, which goes with all that is in it.
final class OaioFolder: Sendable {
  let path: String

  init() throws {
    // In memory where that is possible: the tests write very many small files.
    let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(place)/understudy-oaio.XXXXXX".utf8CString)
    let made = try #require(mkdtemp(&template))
    path = String(cString: made)
  }

  deinit { try? Disk().remove(path) }

  func read(_ name: String) -> [UInt8]? {
    guard let file = fopen("\(path)/\(name)", "r") else { return nil }
    defer { fclose(file) }
    var content: [UInt8] = []
    var byte = getc(file)
    while byte != EOF {
      content.append(UInt8(truncatingIfNeeded: byte))
      byte = getc(file)
    }
    return content
  }

  func write(_ name: String, _ content: [UInt8]) throws {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o755)
    }
    let file = try #require(fopen("\(path)/\(name)", "w"))
    defer { fclose(file) }
    try #require(fwrite(content, 1, content.count, file) == content.count)
  }
}

/// The network with troubles.
final class TroubledTransport: HTTPTransport {
  enum Trouble: Sendable {
    case none
    /// Nothing reaches the server.
    case outage
    /// The server acts, but the answers to requests with this in their address are lost.
    case lostAnswers(String)
    /// The server has failed.
    case status(Int)
  }

  private let network: any HTTPTransport
  private let state = Mutex<(trouble: Trouble, asked: [String])>((.none, []))

  init(_ network: any HTTPTransport = URLSessionTransport()) { self.network = network }

  var trouble: Trouble {
    get { state.withLock { $0.trouble } }
    set { state.withLock { $0.trouble = newValue } }
  }

  /// Method and path of what was asked since the last call.
  func takeAsked() -> [String] {
    state.withLock { state in
      defer { state.asked = [] }
      return state.asked
    }
  }

  func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse {
    let path = request.url.firstRange(of: "/api/").map { String(request.url[$0.lowerBound...]) }
    state.withLock { $0.asked.append("\(request.method) \(path ?? request.url)") }
    switch trouble {
    case .none: return try await network.send(request, timeout: timeout)
    case .outage: throw .cannotConnect("there is an outage")
    case .status(let code): return HTTPResponse(status: HTTPStatus(code))
    case .lostAnswers(let part):
      let response = try await network.send(request, timeout: timeout)
      if request.url.contains(part) { throw .broken("the answer was lost") }
      return response
    }
  }
}
