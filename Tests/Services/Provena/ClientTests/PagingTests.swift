import HTTPMessage
import HTTPTransport
import JSON
import ProvenaClient
import Testing

@Suite struct `All datasets` {
  /// Pages of a list, each with the handles on it and the key of the next.
  struct Walk: Sendable, CustomTestStringConvertible {
    let value: JSONValue
    var testDescription: String { words(value) }
    var pages: [JSONValue] { value["pages"]?.array ?? [] }

    static let all = CaseFile.list("walks").map(Walk.init)

    /// The pages, with the recorded dataset under these handles.
    func responses() throws -> [HTTPResponse] {
      let recorded = try Exchange.named("fetch").answer?["item"]?.object
      var item = try #require(recorded)
      return pages.map { page in
        if let status = page["status"]?.int { return HTTPResponse(status: HTTPStatus(status)) }
        let items = page["items"]?.array?.map { handle -> JSONValue in
          item["id"] = handle
          return .object(item)
        }
        return .json(
          JSONWriter.compact([
            "status": ["success": true, "details": ""],
            "items": items.map { .array($0) } ?? .null, "pagination_key": page["key"] ?? .null,
          ]))
      }
    }
  }

  @Test(arguments: Walk.all)
  func `come page by page until there is no key`(walk: Walk) async throws {
    let stub = StubTransport(try walk.responses())
    let start = walk.value["start"]?.object.map { PaginationKey($0) }
    let sorting = walk.value["sort_by"].map(SortOptions.init(recorded:))
    var handles: [JSONValue] = []
    var text: String?
    do {
      for try await dataset in stub.client().allDatasets(
        sortedBy: sorting, startingAt: start, pageSize: walk.value["page_size"]?.int ?? 20)
      {
        handles.append(.string(dataset.id))
      }
    } catch {
      text = error.description
    }
    #expect(.array(handles) == walk.value["handles"])
    #expect(text == walk.value["error"]?.string)
    let bodies = try stub.requests.map { try JSONReader.value(of: $0.body ?? []) }
    #expect(.array(bodies) == walk.value["requests"])
  }

  @Test func `are asked for no sooner than they are needed, and anew by each loop`() async throws {
    let walk = try #require(Walk.all.first)
    let stub = StubTransport(try walk.responses() + walk.responses())
    let all = stub.client().allDatasets(pageSize: 2)
    #expect(stub.requests.isEmpty)
    for try await _ in all { break }
    #expect(stub.requests.count == 1)
    var iterator = all.makeAsyncIterator()
    _ = try await iterator.next()
    #expect(stub.requests.count == 2)
  }
}
