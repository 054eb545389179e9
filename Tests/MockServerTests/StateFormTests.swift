import HTTPMessage
import JSON
import MockSupport
import Testing

@testable import MockServer

@Suite struct `A state that is shown` {
  private struct Part {
    let id: Int
    let name: String?
    let kind: Kind
  }

  private enum Kind { case plain, rare }

  private struct Shelf {
    var parts = [Part(id: 1, name: nil, kind: .rare)]
    let capacity = 3
  }

  private struct Whole {
    let shelf = Shelf()
    var places: [String: Int] = ["x": 0]
    var tables: OrderedTable<Part> = {
      var table = OrderedTable<Part>()
      table.insert(Part(id: 3, name: "c", kind: .plain), key: "c", owner: "o")
      table.insert(Part(id: 2, name: "b", kind: .plain), key: "b", owner: "o")
      return table
    }()
    let byName: [String: Part] = ["z": Part(id: 9, name: "z", kind: .plain)]
    let words: Set<String> = ["w"]
    let none: [Part] = []
  }

  private func records(_ name: String) -> [JSONValue]? {
    StateForm.collections(of: Whole()).first { $0.name == name }?.records.map { StateForm.json($0) }
  }

  @Test func `has its lists and tables as collections, but not what only finds records`() {
    #expect(
      StateForm.collections(of: Whole()).map(\.name)
        == ["shelf.parts", "tables", "byName", "words", "none"])
  }

  @Test func `has members by their names and cases by theirs`() {
    #expect(records("shelf.parts") == [["id": 1, "name": nil, "kind": "rare"]])
    #expect(records("words") == ["w"])
  }

  @Test func `keeps the order of a table, and sorts what has none`() {
    #expect(records("tables")?.map { $0["name"] } == ["b", "c"])
    #expect(records("byName") == [["id": 9, "name": "z", "kind": "plain"]])
  }

  @Test func `is told for one service, one collection, as many records as wanted`() throws {
    let bench = try AdminBench()
    let all = try bench.call("GET", "/state?service=notes")
    let collections = try #require(all["services"]?[0]?["collections"]?.array)
    let first = try #require(collections.first { $0["records"]?.array?.isEmpty == false })
    let name = try #require(first["name"]?.string)
    let one = try bench.call("GET", "/state?service=notes&collection=\(name)&limit=1")
    #expect(one["services"]?.array?.count == 1)
    #expect(one["services"]?[0]?["collections"]?.array?.count == 1)
    #expect(one["services"]?[0]?["collections"]?[0]?["records"]?.array?.count == 1)
    #expect(one["services"]?[0]?["collections"]?[0]?["count"] == first["count"])
  }

  @Test func `of a world that is not there is not found`() throws {
    #expect(try AdminBench().send("GET", "/state?world=none").status == .notFound)
  }
}

@Suite struct `The page` {
  private let page = DashboardPage(
    Array("<style nonce=\"${nonce}\"></style><script nonce=\"${nonce}\">".utf8))

  private func answer(_ access: AdminAccess = .loopback, host: String = "127.0.0.1:8900")
    -> HTTPResponse
  {
    page.respond(to: HTTPRequest("GET", "/", host: host), access)
  }

  @Test func `lets only its own script and styles run, by a number of its own each time`() throws {
    let (first, second) = (answer(), answer())
    let policy = try #require(first.fields["Content-Security-Policy"])
    let body = String(decoding: first.body, as: UTF8.self)
    let nonce = try #require(body.split(separator: "\"").dropFirst().first)
    #expect(policy.contains("script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)';"))
    #expect(policy.hasPrefix("default-src 'none';"))
    #expect(body == "<style nonce=\"\(nonce)\"></style><script nonce=\"\(nonce)\">")
    #expect(first.body != second.body)
  }

  @Test func `is not for another host`() {
    #expect(answer(host: "else.example").status == .forbidden)
  }

  @Test func `is there without the token, since it asks for it`() {
    #expect(answer(.token("secret"), host: "else.example").status == .ok)
  }
}
