import Glibc
import HTTPMessage
public import HTTPTransport
import JSON
public import URLSessionTransport

/// A client of an oaio server: registers, updates and deletes objects, shares them with other users,
/// and keeps those of its user the same on all devices.
///
///     let client = try OaioClient(
///       host: "oaio.example.com", credentials: ["username": "alice", "password": password],
///       appID: "notes", deviceID: "laptop")
///     await client.synchronize()
///     let list = try await client.registerObject(["_name": "shopping list", "items": ["milk"]])
///
/// What can be done offline never fails for the server's sake: registering and updating change the
/// cache below ``clientRoot``, and what did not reach the server goes there by the next
/// ``synchronize()``. What only the server can do throws ``OaioError``. Either way ``errorMessage``
/// says what went wrong. Calls wait for each other; two clients must not share a ``clientRoot``.
///
/// The calls are the documented ones of the Python client, and three that make them whole:
/// ``unregisterObject(_:wipeFiles:)``, ``unsubscribe(_:userName:)`` and ``wipeUser(_:)``. What is
/// otherwise here:
/// - A failed sign-in leaves the credentials as they are, so that the next one can succeed, and no
///   message shows the password. The Python client masks it in the caller's dictionary.
/// - An object whose files can't be stored or fetched is not taken for synchronized: it is reported
///   and tried again. The Python client goes on without the files when it can't find out about their
///   storage host.
/// - Values are JSON, so no NaN can come into the cache; a file of the cache that can't be read is put
///   aside into `unreadable` and reported. The Python client then reads nothing any more.
/// - A sync that can't get the server's list fails. The Python client takes it for an empty one.
/// - An answer that was lost on the way does no harm: the next sync sees in the server's list that the
///   registration or upload was taken. The Python client registers again and is refused for ever.
/// - An object that was made offline is returned like any other; the Python client gives None.
/// - Only loopback hosts are spoken to over plain HTTP, and not those that merely begin like one.
public actor OaioClient {
  /// The name of the file below ``clientRoot`` with the time of the last sync.
  public static let lastSyncStampFile = "last_sync_stamp.txt"

  /// All objects of the device by id, pending versions included.
  public internal(set) var clientObjectz: [String: OaioObject]
  /// The storage host of objects for which no other is named.
  public let cshDefaultID: String
  /// The folder of the cache, without a slash at the end.
  public nonisolated let clientRoot: String
  /// Whose objects these are.
  public nonisolated let userName: String
  public nonisolated let deviceID: String
  public nonisolated let appID: String
  /// What went wrong in the latest call, one paragraph each; empty when nothing did.
  public private(set) var errorMessage = ""
  /// What the latest sync did.
  public internal(set) var lastReport = SyncReport()

  let connection: Connection
  let cache: Cache
  let storageMakers: [String: FileStorageMaker]
  /// The storages that the call under way has asked for.
  var storages: [String: any FileStorage] = [:]
  let placeholders: Placeholders
  private let now: @Sendable () -> Int
  private var newestStamp = OaioStamp.oldest
  private var isBusy = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Makes a client and its cache folder; nothing is sent yet. Call ``synchronize()`` at least once.
  ///
  /// - Parameters:
  ///   - host: name or address with an optional port; https unless it is `localhost` or `127.0.0.1`.
  ///     With `http://` or `https://` in front, that holds.
  ///   - credentials: `username` and `password`, and whatever else the server wants to sign in. The
  ///     user's name is by default that of the process's user.
  ///   - appID: by default the name of the program.
  ///   - deviceID: by default the name of the machine.
  ///   - clientRoot: `{usr}` in it is the user's folder for settings, see ``Placeholders``.
  ///   - storages: how to come to the files of objects, by the id of their storage host.
  ///   - now: microseconds since 1970-01-01T00:00:00Z.
  /// - Throws: ``OaioError/badArgument(_:)`` for an id with a character that object ids can't have,
  ///   ``OaioError/file(path:reason:)`` when the cache can't be used.
  public init(
    host: String, credentials: [String: String], appID: String = "", deviceID: String = "",
    cshDefaultID: String = "Digi", clientRoot: String = "{usr}/oaio_root/",
    placeholders: Placeholders = Placeholders(),
    storages: [String: FileStorageMaker] = ["Digi": DigiStorage.maker()],
    timeout: Duration = .seconds(60), transport: any HTTPTransport = URLSessionTransport(),
    now: @escaping @Sendable () -> Int = OaioStamp.machineTime
  ) throws(OaioError) {
    try self.init(
      host: host, credentials: credentials, appID: appID, deviceID: deviceID,
      cshDefaultID: cshDefaultID, clientRoot: clientRoot, placeholders: placeholders,
      storages: storages, timeout: timeout, transport: transport, now: now, disk: Disk())
  }

  init(
    host: String, credentials: [String: String], appID: String, deviceID: String,
    cshDefaultID: String, clientRoot: String, placeholders: Placeholders,
    storages: [String: FileStorageMaker], timeout: Duration, transport: any HTTPTransport,
    now: @escaping @Sendable () -> Int, disk: Disk
  ) throws(OaioError) {
    userName = credentials["username"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.processUser
    self.appID = appID.isEmpty ? Self.program : appID
    self.deviceID = deviceID.isEmpty ? Self.machine : deviceID
    for (name, id) in [("app", self.appID), ("device", self.deviceID)] {
      guard ObjectID.isHarmless(id) else {
        throw .badArgument("the \(name) id \"\(id)\" has a character that object ids can't have")
      }
    }
    var root = try placeholders.resolved(clientRoot)
    while root.hasSuffix("/"), root != "/" { root.removeLast() }
    self.clientRoot = root
    self.cshDefaultID = cshDefaultID
    self.placeholders = placeholders
    self.now = now
    storageMakers = storages
    cache = Cache(root: root, disk: disk)
    var body = JSONObject([.init(key: "username", value: .string(userName))])
    for (key, value) in credentials.sorted(by: { $0.key > $1.key }) where key != "username" {
      body[key] = .string(value)
    }
    connection = Connection(
      baseURL: Self.baseURL(host), credentials: .object(body),
      context: [
        "X-OAIO-user": BytesLiteral.write(userName),
        "X-OAIO-dvc": BytesLiteral.write(self.deviceID),
        "X-OAIO-app": BytesLiteral.write(self.appID),
      ], wire: Wire(transport: transport, timeout: timeout), now: now)
    try cache.prepare()
    let (objects, problems) = try cache.load()
    clientObjectz = objects
    errorMessage = Self.message(problems)
    newestStamp = objects.values.map(\.clientStamp).max() ?? .oldest
  }

  static func baseURL(_ host: String) -> String {
    var server = host
    while server.hasSuffix("/") { server.removeLast() }
    if !server.hasPrefix("http://"), !server.hasPrefix("https://") {
      let name = server.split(separator: ":").first.map(String.init) ?? ""
      server = (["localhost", "127.0.0.1"].contains(name) ? "http://" : "https://") + server
    }
    return server + "/api/"
  }

  private static var processUser: String { variable("LOGNAME") ?? variable("USER") ?? "" }
  private static var program: String {
    ObjectID.defused(String(CommandLine.arguments.first?.split(separator: "/").last ?? "app"))
  }
  private static var machine: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "device" }
    let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return ObjectID.defused(String(decoding: bytes, as: UTF8.self))
  }
  static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}

// MARK: State

extension OaioClient {
  /// When this device was last on a par with the server; the oldest stamp before that.
  public var lastSyncStamp: OaioStamp { get throws(OaioError) { try cache.lastSyncStamp() } }

  /// Writes the stamp file.
  public func setLastSyncStamp(_ stamp: OaioStamp) throws(OaioError) { try cache.write(stamp) }

  /// The objects whose actual version is not known to be on the server, the oldest first.
  public var pendingObjectz: [OaioObject] {
    clientObjectz.values.filter(\.isPending).sorted { $0.clientStamp < $1.clientStamp }
  }

  /// Forgets what went wrong.
  public func resetErrorMessage() { errorMessage = "" }

  /// Ends the session with the server. Objects and cache stay; the next call signs in again.
  ///
  /// - Throws: ``OaioError``
  public func logOut() async throws(OaioError) {
    try await inTurn { () async throws(OaioError) in try await connection.signOut() }
  }
}

// MARK: Turns and errors

extension OaioClient {
  /// Runs a call when those before it are done. What it throws is also the error message.
  func inTurn<Value>(
    _ body: () async throws(OaioError) -> Value
  ) async throws(OaioError) -> Value {
    if isBusy {
      await withCheckedContinuation { waiting.append($0) }
    } else {
      isBusy = true
    }
    defer {
      if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
    }
    errorMessage = ""
    storages = [:]
    do throws(OaioError) {
      return try await body()
    } catch {
      note(error)
      throw error
    }
  }

  func note(_ error: OaioError) {
    errorMessage += (errorMessage.isEmpty ? "" : "\n\n") + "\(error)"
  }

  private static func message(_ errors: [OaioError]) -> String {
    errors.map(\.description).joined(separator: "\n\n")
  }

  /// The stamp of a new version: the one that is given, else the actual time, or just after all stamps
  /// that this client has made or seen for the object if its clock is behind them.
  func newStamp(_ given: OaioStamp?, after previous: OaioStamp?) throws(OaioError) -> OaioStamp {
    let previous = previous ?? .oldest
    if let given {
      guard given > previous, given > .oldest else {
        throw .badArgument("the stamp \(given) must be newer than \(max(previous, .oldest))")
      }
      newestStamp = max(newestStamp, given)
      return given
    }
    let current = OaioStamp(microsecondsSince1970: now())
    let stamp = max(current, max(previous, newestStamp).next)
    newestStamp = stamp
    return stamp
  }

  var currentStamp: OaioStamp { OaioStamp(microsecondsSince1970: now()) }

  /// Keeps an object, on disk first.
  func keep(_ object: OaioObject) throws(OaioError) {
    try cache.write(object)
    clientObjectz[object.oaioID] = object
  }

  func object(_ oaioID: String) throws(OaioError) -> OaioObject {
    guard let object = clientObjectz[oaioID] else {
      throw .badArgument("there is no object \"\(oaioID)\" on this device")
    }
    return object
  }
}
