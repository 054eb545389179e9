import HTTPMessage
import HTTPTransport
import JSON
import MockSupport
import Testing

@testable import OaioClient

/// One entry of a file in `Cases`.
struct RuleCase: Sendable, CustomTestStringConvertible {
  let value: JSONValue

  var testDescription: String { String("\(value)".prefix(90)) }

  static func all(_ file: String) -> [RuleCase] {
    let path = "Tests/Services/Oaio/ClientTests/Cases/\(file).json"
    return ((try? JSONReader.value(of: Repository.bytes(path)))?.array ?? []).map(RuleCase.init)
  }

  func text(_ key: String) throws -> String { try #require(value[key]?.string) }
}

@Suite struct `A rule of the oaio client` {
  @Test(arguments: RuleCase.all("ids"))
  func `makes the documented ids`(rule: RuleCase) throws {
    let stamp = try #require(OaioStamp(rule.text("stamp")))
    let id = ObjectID.make(
      app: try rule.text("app"), user: try rule.text("user"), device: try rule.text("device"),
      values: rule.value["values"]?.object ?? [:], stamp: stamp)
    #expect(Array(id.unicodeScalars) == Array(try rule.text("id").unicodeScalars))
    #expect(ObjectID.isFileName(id))
  }

  @Test(arguments: RuleCase.all("literals"))
  func `writes bytes literals as Python does`(rule: RuleCase) throws {
    #expect(BytesLiteral.write(try rule.text("text")) == (try rule.text("literal")))
  }

  @Test(arguments: RuleCase.all("cookies"))
  func `keeps the cookies that are set`(rule: RuleCase) {
    var jar = CookieJar()
    for line in rule.value["set"]?.array ?? [] {
      jar.take(["Set-Cookie": line.string ?? ""])
    }
    #expect(jar.field == rule.value["sent"]?.string)
  }

  @Test(arguments: RuleCase.all("hosts"))
  func `finds the server`(rule: RuleCase) throws {
    #expect(OaioClient.baseURL(try rule.text("host")) == (try rule.text("url")))
  }

  @Test(arguments: RuleCase.all("stamps"))
  func `tells the time in stamps`(rule: RuleCase) throws {
    let microseconds = try #require(rule.value["microseconds"]?.int)
    let stamp = OaioStamp(microsecondsSince1970: microseconds)
    #expect(stamp.text == (try rule.text("stamp")))
    #expect(OaioStamp(stamp.text)?.microsecondsSince1970 == microseconds)
  }

  @Test(arguments: ["", "2026", "2026112110162133413x", "202611211016213341360"])
  func `takes nothing else for a stamp`(text: String) {
    #expect(OaioStamp(text) == nil)
  }

  @Test(arguments: RuleCase.all("refused"))
  func `refuses what makes no sense, and sends nothing`(rule: RuleCase) async throws {
    let server = CountingServer()
    let folder = try TestFolder()
    let client = try OaioClient(
      host: "127.0.0.1:1", credentials: ["username": "alice"], appID: "tstapp", deviceID: "devA",
      clientRoot: folder.path, storages: [:], transport: server)
    try await client.registerObject(
      ["n": 0], stamp: OaioStamp("20261121101621334136"), oaioID: "known")
    let asked = server.count
    let before = await client.clientObjectz
    let values = rule.value["values"]?.object ?? [:]
    let stamp = rule.value["stamp"]?.string.flatMap { OaioStamp($0) }
    let id = rule.value["id"]?.string
    let error = await #expect(throws: OaioError.self) {
      switch rule.value["call"] {
      case "register": try await client.registerObject(values, stamp: stamp, oaioID: id)
      case "update": try await client.updateObject(id ?? "", values, stamp: stamp)
      case "updateFile": try await client.updateFile(id ?? "")
      case "updateFolder": try await client.updateFolder(id ?? "")
      default: try await client.unregisterObject(id ?? "")
      }
    }
    guard case .badArgument(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.hasPrefix(try rule.text("reason")), "\(reason)")
    #expect(server.count == asked)
    #expect(await client.clientObjectz == before)
    #expect(await client.errorMessage == reason)
    await client.resetErrorMessage()
    #expect(await client.errorMessage == "")
  }

  @Test(arguments: ["a/b", "a b", "a@b", "{a}"])
  func `takes no device id that object ids can't have`(id: String) throws {
    let folder = try TestFolder()
    #expect(throws: OaioError.self) {
      try OaioClient(
        host: "127.0.0.1:1", credentials: ["username": "alice"], appID: "tstapp", deviceID: id,
        clientRoot: folder.path)
    }
  }

  @Test func `lays the cache out as documented`() async throws {
    let folder = try TestFolder()
    let client = try OaioClient(
      host: "127.0.0.1:1", credentials: ["username": "alice"], appID: "tstapp", deviceID: "devA",
      clientRoot: folder.path + "/", storages: [:], transport: CountingServer())
    #expect(try Disk().names(in: folder.path) == ["filez", "last_sync_stamp.txt", "objz"])
    let stampFile = "\(folder.path)/\(OaioClient.lastSyncStampFile)"
    #expect(try Disk().read(stampFile) == Array(OaioStamp.oldest.text.utf8))
    let made = try #require(try await client.registerFile("a/f", fileContent: [1]))
    #expect(made.cshID == "Digi")
    #expect(try Disk().names(in: folder.path + "/objz") == [made.oaioID])
    #expect(try Disk().read("\(folder.path)/filez/\(made.oaioID)/a/f") == [1])
    let stamp = try #require(OaioStamp("20261121101621334136"))
    try await client.setLastSyncStamp(stamp)
    #expect(try await client.lastSyncStamp == stamp)
    #expect(try Disk().read(stampFile) == Array(stamp.text.utf8))
  }

  @Test func `gives every version a stamp of its own, also while time stands still`() async throws {
    let folder = try TestFolder()
    let client = try OaioClient(
      host: "127.0.0.1:1", credentials: ["username": "alice"], appID: "tstapp", deviceID: "devA",
      clientRoot: folder.path, transport: CountingServer(), now: { 1_795_256_130_499_626 })
    let one = try #require(try await client.registerObject([:]))
    let two = try #require(try await client.registerObject([:]))
    let three = try await client.updateObject(one.oaioID, ["n": 1])
    #expect(one.clientStamp < two.clientStamp && two.clientStamp < three.clientStamp)
  }
}
