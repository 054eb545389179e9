import HTTPMessage
import HTTPTransport
import JSON
import Synchronization
import Testing

@testable import OaioClient

/// The call of the Swift client that asks for what was recorded.
struct RecordedCall {
  let exchange: Exchange
  let server: RecordedServer
  let folder: TestFolder
  private let client: OaioClient

  init(_ exchange: Exchange) throws {
    self.exchange = exchange
    server = RecordedServer(exchange)
    folder = try TestFolder()
    client = try exchange.client(server, folder)
  }

  /// Makes the call; what it gives, as JSON.
  func run() async throws(OaioError) -> JSONValue? {
    let body = exchange.body ?? .null
    switch exchange.slug.first {
    case "login", "current_stamp", "oaio_stampz": return try await synchronize()
    case "register": return try await register(body)
    case "upload", "delete": return try await change(body)
    case "subscribe": return try await subscribe(body)
    case "user_subz":
      let id = exchange.slug.last ?? ""
      let users = try await client.userzAccess(id.hasPrefix("_not_") ? "" : id)
      // The server has them by name, the client by right.
      return .array(users.sorted { $0.username < $1.username }.map(Self.json))
    case "csh_args": return try await askForStorage()
    case "wipe_user":
      try await client.wipeUser(body["Uid"]?.string ?? "")
      return exchange.answer
    case "logout":
      await client.synchronize()
      try await client.logOut()
      return exchange.answer
    default: return try await store()
    }
  }

  private func synchronize() async throws(OaioError) -> JSONValue? {
    await client.synchronize()
    // The server's time is asked for once the client is signed in.
    await client.synchronize()
    if let error = await client.lastReport.errors.first { throw error }
    guard exchange.slug == ["oaio_stampz"] else { return exchange.answer }
    let objects = await client.clientObjectz.values
    return .array(objects.map(\.json).map(asListed))
  }

  /// A kept object as the list has it: what is here is known to be on the server.
  private func asListed(_ kept: JSONValue) -> JSONValue {
    var object = kept.object ?? JSONObject()
    let listed = exchange.answer?.array?.first { $0["oaio_id"] == object["oaio_id"] }
    for key in ["server_stamp", "server_values"] {
      let source = key.replacing("server", with: "client")
      if object[key] == listed?[source] { object[key] = listed?[key] }
    }
    return .object(object)
  }

  private func register(_ body: JSONValue) async throws(OaioError) -> JSONValue? {
    let id = body["oaio_id"]?.string ?? ""
    // An id that another device would have made was given by hand.
    let isOwn = id.contains("\u{FE6B}" + exchange.context("X-OAIO-dvc"))
    let object = try await client.registerObject(
      body["client_values"]?.object ?? JSONObject(), stamp: exchange.moment,
      oaioID: isOwn ? nil : id, cshID: body["csh_id"]?.string)
    if let object, !object.isPending { return exchange.answer }
    try await rethrow(id)
    return nil
  }

  /// The refusal of an object that stays pending.
  private func rethrow(_ id: String) async throws(OaioError) {
    await client.synchronize()
    if let problem = await client.lastReport.pending.first { throw problem.error }
  }

  private func change(_ body: JSONValue) async throws(OaioError) -> JSONValue? {
    let isDelete = exchange.slug == ["delete"]
    let disk = Disk()
    let id = body["oaio_id"]?.string ?? ""
    var before = body.object ?? JSONObject()
    if !isDelete {
      before["client_stamp"] = before["server_stamp"]
      before["client_values"] = before["server_values"]
    }
    try disk.write(JSONWriter.compact(.object(before)), to: "\(folder.path)/objz/\(id)")
    let client: OaioClient
    do { client = try exchange.client(server, folder) } catch { throw .badArgument("\(error)") }
    if isDelete {
      try await client.unregisterObject(id)
      #expect(await client.clientObjectz.isEmpty)
    } else {
      let object = try await client.updateObject(
        id, body["client_values"]?.object ?? JSONObject(), stamp: exchange.moment, reset: true)
      if object.isPending {
        await client.synchronize()
        if let problem = await client.lastReport.pending.first { throw problem.error }
      }
    }
    return exchange.answer
  }

  private func subscribe(_ body: JSONValue) async throws(OaioError) -> JSONValue? {
    let id = body["oaio_id"]?.string ?? ""
    let user = body["username"]?.string ?? ""
    let right = AccessRight(body["access_right"]?.string ?? "")
    let pid = try await client.upsertSubscription(id, userName: user, accessRight: right)
    var answer = exchange.answer?.object
    answer?["Pid"] = .number(JSONNumber(pid))
    return answer.map { .object($0) }
  }

  private static func json(_ user: UserAccess) -> JSONValue {
    ["username": .string(user.username), "access_right": .string(user.accessRight.letter)]
  }

  private func askForStorage() async throws(OaioError) -> JSONValue? {
    let asked = Asked()
    let files = "\(folder.path)/storage"
    let moment = exchange.moment.microsecondsSince1970
    let client = try OaioClient(
      host: "127.0.0.1:8769", credentials: ["username": exchange.context("X-OAIO-user")],
      appID: exchange.context("X-OAIO-app"), deviceID: exchange.context("X-OAIO-dvc"),
      clientRoot: folder.path,
      storages: [
        exchange.slug.last ?? "": { arguments throws(OaioError) in
          asked.arguments.withLock { $0 = arguments }
          return LocalFolderStorage(folder: files)
        }
      ], transport: server, now: { moment })
    try await client.registerFile("f", fileContent: [1], cshID: exchange.slug.last)
    if let error = await client.lastReport.pending.first { throw error.error }
    if let arguments = asked.arguments.withLock({ $0 }) { return .object(arguments) }
    await client.synchronize()
    if let problem = await client.lastReport.pending.first { throw problem.error }
    return nil
  }

  // MARK: The storage host

  private func store() async throws(OaioError) -> JSONValue? {
    let root = "oaio_files"
    let storage = DigiStorage(
      baseURL: "http://127.0.0.1:8769", rootFolder: root, email: "digi@example.org",
      password: "digi-secret", transport: server)
    let asked = HTTPTarget(exchange.target).queryItems.first { $0.name == "path" }?.value ?? ""
    let path = String(asked.dropFirst(root.utf8.count + 1))
    switch exchange.slug.last {
    case "get":
      let content = try await storage.get(path)
      #expect(content == exchange.response.body)
    case "put":
      let form = try? MultipartForm(
        exchange.content[...], contentType: exchange["Content-Type"] ?? "")
      let part = form?["file"]
      try await storage.put(
        Array(part?.content ?? []), at: "\(path)/\(part?.fileName ?? "")")
    case "list": try await storage.put([], at: "\(path)/tst.bin")
    case "folder":
      let name = exchange.body?["name"]?.string ?? ""
      try await storage.put([], at: "\(path)/\(name)/tst.bin")
    case "remove": try await storage.removeFolder(path)
    default: try await storage.removeFolder("any")
    }
    return exchange.answer
  }
}

private final class Asked: Sendable {
  let arguments = Mutex<JSONObject?>(nil)
}
