import HTTPMessage
import JSON
import MockServer
import MockSupport
import OaioMock
import Testing

@Suite struct `The storage host` {
  private static let mount = "/api/v2/mounts/d1g1-m0unt/files"

  /// A world whose storage has other bounds.
  private func world(_ bounds: KeyValuePairs<String, Int>) throws -> World<OaioMock> {
    var files = Repository.fixtureFiles("oaio")
    var service = try JSONReader.value(of: files["oaio/service.json"] ?? []).object ?? JSONObject()
    var settings = service["settings"]?.object ?? JSONObject()
    var storage = settings["storage"]?.object ?? JSONObject()
    for (name, bound) in bounds { storage[name] = .number(JSONNumber(bound)) }
    settings["storage"] = .object(storage)
    service["settings"] = .object(settings)
    files["oaio/service.json"] = JSONWriter.compact(.object(service))
    return try oaio(source: FixtureSource(files: files, prefix: "changed"))
  }

  private func ask(
    _ world: World<OaioMock>, _ method: HTTPMethod, _ path: String, _ fields: HTTPFields = [:],
    _ body: [UInt8] = []
  ) -> HTTPResponse {
    var fields = fields
    fields.append("Authorization", "Token digi-token")
    return world.answer(to: HTTPRequest(method: method, target: path, fields: fields, body: body))
  }

  private func put(_ world: World<OaioMock>, _ name: String, _ content: [UInt8]) -> HTTPResponse {
    let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n"
    return ask(
      world, .post, "/content\(Self.mount)/put?path=/",
      [.contentType: "multipart/form-data; boundary=b"],
      Array(head.utf8) + content + Array("\r\n--b--\r\n".utf8))
  }

  private func makeFolder(_ world: World<OaioMock>, _ name: String) -> HTTPResponse {
    ask(
      world, .post, "\(Self.mount)/folder?path=/", [:], JSONWriter.compact(["name": .string(name)]))
  }

  @Test func `takes files up to its capacity, and has room again when one is gone`() throws {
    let world = try world(["capacity": 10])
    #expect(put(world, "a", [1, 2, 3, 4, 5, 6]).status == .ok)
    #expect(put(world, "b", [1, 2, 3, 4]).status == .ok)
    let full = put(world, "c", [1])
    #expect(full.status.code == 507)
    let error = try JSONReader.value(of: full.body)["error"]?["message"]?.string
    #expect(error == "The storage is full: 10 of 10 bytes are used, 1 more do not fit")
    #expect(put(world, "c", []).status == .ok)
    #expect(ask(world, .delete, "\(Self.mount)/remove?path=b").status == .ok)
    #expect(put(world, "d", [1, 2, 3, 4]).status == .ok)
    #expect(ask(world, .get, "/content\(Self.mount)/get?path=d").body == [1, 2, 3, 4])
  }

  @Test func `takes so many files and folders`() throws {
    let world = try world(["most_entries": 2])
    #expect(makeFolder(world, "a").status == .created)
    #expect(put(world, "b", [1]).status == .ok)
    let full = makeFolder(world, "c")
    #expect(full.status.code == 507)
    let error = try JSONReader.value(of: full.body)["error"]?["message"]?.string
    #expect(error == "The storage is full: there are 2 files and folders, the most there may be")
    #expect(put(world, "c", []).status.code == 507)
    #expect(ask(world, .delete, "\(Self.mount)/remove?path=a").status == .ok)
    #expect(makeFolder(world, "c").status == .created)
  }

  @Test func `takes files up to a size`() throws {
    let world = try world(["largest_file": 8])
    #expect(put(world, "a", [UInt8](repeating: 1, count: 8)).status == .ok)
    #expect(put(world, "b", [UInt8](repeating: 1, count: 9)).status == .contentTooLarge)
  }

  @Test func `keeps every byte of a file`() throws {
    let world = try world([:])
    let content = Array("\r\n--c\r\n--".utf8) + Array(0...255) + Array("\r\n\r\n--".utf8)
    #expect(put(world, "a", content).status == .ok)
    #expect(ask(world, .get, "/content\(Self.mount)/get?path=a").body == content)
  }
}
