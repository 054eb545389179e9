import HTTPMessage
import HTTPTransport
import JSON
import Testing
import TroveClient

@Suite struct `A page` {
  @Test func `has a marker that leads to the next one, as recorded`() async throws {
    let pages = try ["instances-page-1", "instances-page-2"].map { try Exchange.named($0) }
    let stub = StubTransport(pages.map(\.response))
    let client = stub.client()
    let first = try await client.instances.list()
    #expect(first.count == 20)
    #expect(first.next == "c022f059-9e2c-4f35-8c7f-8a6ed8c56d31")
    let second = try await client.instances.list(marker: first.next)
    #expect(second.count == 10)
    #expect(second.next == nil)
    #expect(
      stub.calls.compactMap { $0.url.split(separator: "?").last } == pages.map { $0.query[...] })
  }

  @Test func `is a collection`() {
    let page = Page(items: ["a", "b", "c"], next: "c")
    #expect(page.first == "a")
    #expect(page[1] == "b")
    #expect(page.reversed() == ["c", "b", "a"])
    #expect(page.map { $0 + "!" } == ["a!", "b!", "c!"])
    #expect(page == Page(items: ["a", "b", "c"], next: "c"))
    #expect(page != Page(items: ["a", "b", "c"]))
  }

  @Test func `of users has a marker that is quoted once, as recorded`() async throws {
    let pages = try ["users-page1", "users-page2"].map { try Exchange.named($0) }
    let stub = StubTransport(pages.map(\.response))
    let client = stub.client()
    let first = try await client.users.list("i", limit: 1)
    #expect(first.next == "ann%40%25")
    _ = try await client.users.list("i", limit: 1, marker: first.next)
    #expect(stub.calls.last?.url.hasSuffix("/users?limit=1&marker=ann%40%25") == true)
  }

  struct Marker: Sendable, CustomTestStringConvertible {
    let marker: String
    /// In a list of users, where a marker may be quoted already.
    let ofUsers: String
    /// In any other list.
    let ofDatabases: String
    var testDescription: String { marker }
  }

  @Test(arguments: [
    Marker(marker: "db2", ofUsers: "db2", ofDatabases: "db2"),
    Marker(marker: "ann%40%25", ofUsers: "ann%40%25", ofDatabases: "ann%2540%2525"),
    Marker(marker: "ann@%", ofUsers: "ann%40%25", ofDatabases: "ann%40%25"),
    Marker(marker: "100%", ofUsers: "100%25", ofDatabases: "100%25"),
    Marker(marker: "%4", ofUsers: "%254", ofDatabases: "%254"),
    Marker(marker: "%zz", ofUsers: "%25zz", ofDatabases: "%25zz"),
    Marker(
      marker: "a&b=c#d e+f/g", ofUsers: "a%26b%3Dc%23d%20e%2Bf%2Fg",
      ofDatabases: "a%26b%3Dc%23d%20e%2Bf%2Fg"),
    Marker(marker: "é", ofUsers: "%C3%A9", ofDatabases: "%C3%A9"),
    Marker(marker: "", ofUsers: "", ofDatabases: ""),
  ])
  func `marker stays what it is on its way`(example: Marker) async throws {
    let users = StubTransport(json: #"{"users":[]}"#)
    _ = try await users.client().users.list("i", marker: example.marker)
    #expect(
      users.calls.map(\.url) == [
        "\(StubTransport.endpoint)/instances/i/users?marker=\(example.ofUsers)"
      ])
    let databases = StubTransport(json: #"{"databases":[]}"#)
    _ = try await databases.client().databases.list("i", marker: example.marker)
    #expect(
      databases.calls.map(\.url) == [
        "\(StubTransport.endpoint)/instances/i/databases?marker=\(example.ofDatabases)"
      ])
  }

  struct Links: Sendable, CustomTestStringConvertible {
    let links: String
    let next: String?
    var testDescription: String { links }
  }

  @Test(arguments: [
    Links(links: "[]", next: nil), Links(links: "null", next: nil),
    Links(links: #"[{"rel":"self","href":"http://h/x?marker=1"}]"#, next: nil),
    Links(
      links:
        #"[{"rel":"self","href":"x"},{"rel":"next","href":"https://h/v1.0/T/x?limit=2&marker=a%2Fb"}]"#,
      next: "a/b"),
    Links(links: #"[{"rel":"next","href":"http://h/x?marker=a+b"}]"#, next: "a b"),
    Links(links: #"[{"rel":"next","href":"?marker=7"}]"#, next: "7"),
    Links(links: #"[{"rel":"next","href":"http://h/x?limit=1"}]"#, next: nil),
    Links(links: #"[{"rel":"next","href":""}]"#, next: nil),
    Links(links: #"[{"rel":"next","href":"http://h/x?marker"}]"#, next: ""),
  ])
  func `finds its marker in the link to the next one only`(example: Links) async throws {
    let stub = StubTransport(json: #"{"datastores":[],"links":\#(example.links)}"#)
    #expect(try await stub.client().datastores.list().next == example.next)
  }
}

@Suite(.timeLimit(.minutes(1))) struct `All items of a list` {
  /// Instances of these names, and the marker of the next page.
  static func page(_ names: [String], next: String?) -> HTTPResponse {
    let instances = names.map {
      #"{"id":"\#($0)","name":"\#($0)","status":"ACTIVE","flavor":{"id":"1"},"datastore":{"type":"mysql"}}"#
    }
    let link = next.map { #"{"rel":"next","href":"http://h/x?marker=\#($0)"}"# } ?? ""
    return .text(
      json: #"{"instances":[\#(instances.joined(separator: ","))],"links":[\#(link)]}"#)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let pages: [HTTPResponse]
    let items: String
    let calls: Int
    var testDescription: String { name }
  }

  @Test(arguments: [
    Case(name: "none", pages: [page([], next: nil)], items: "", calls: 1),
    Case(name: "one page", pages: [page(["a", "b"], next: nil)], items: "ab", calls: 1),
    Case(
      name: "two pages", pages: [page(["a", "b"], next: "b"), page(["c"], next: nil)],
      items: "abc", calls: 2),
    Case(
      name: "an empty last page", pages: [page(["a", "b"], next: "2"), page([], next: nil)],
      items: "ab", calls: 2),
    Case(
      name: "an empty page in between",
      pages: [page(["a"], next: "1"), page([], next: "2"), page(["b"], next: nil)], items: "ab",
      calls: 3),
    Case(
      name: "a service that goes round in a circle",
      pages: [page(["a"], next: "1"), page(["b"], next: "2"), page(["c"], next: "1")],
      items: "abc", calls: 3),
  ])
  func `come page by page`(example: Case) async throws {
    let stub = StubTransport(example.pages)
    var items = ""
    for try await instance in stub.client().instances.all(pageSize: 2) { items += instance.name }
    #expect(items == example.items)
    #expect(stub.calls.count == example.calls)
    #expect(stub.calls.allSatisfy { $0.url.contains("limit=2") })
  }

  @Test func `are fetched no earlier than needed`() async throws {
    let stub = StubTransport([Self.page(["a", "b"], next: "b"), Self.page(["c"], next: nil)])
    let all = stub.client().instances.all()
    #expect(stub.calls.isEmpty)
    var iterator = all.makeAsyncIterator()
    #expect(try await iterator.next()?.name == "a")
    #expect(try await iterator.next()?.name == "b")
    #expect(stub.calls.count == 1)
    #expect(try await iterator.next()?.name == "c")
    #expect(try await iterator.next() == nil)
    #expect(try await iterator.next() == nil)
    #expect(stub.calls.count == 2)
  }

  @Test func `end with the error of a page, after what came before`() async throws {
    let stub = StubTransport([Self.page(["a"], next: "a"), .text(json: "{}", status: 503)])
    var iterator = stub.client().instances.all().makeAsyncIterator()
    #expect(try await iterator.next()?.name == "a")
    let error = await #expect(throws: TroveError.self) { try await iterator.next() }
    #expect(error?.status == 503)
    #expect(try await iterator.next() == nil)
  }

  @Test func `of every paged list are asked for with its own arguments`() async throws {
    let stub = StubTransport(
      json: #"{"instances":[],"databases":[],"users":[],"backups":[],"configurations":[],"#
        + #""clusters":[],"modules":[]}"#)
    let tc = stub.client()
    for try await _ in tc.instances.all(includesClustered: true, isDetailed: true) {}
    for try await _ in tc.databases.all("i", pageSize: 3) {}
    for try await _ in tc.users.all("i", pageSize: 3) {}
    for try await _ in tc.backups.all(pageSize: 3, datastore: "mysql", projectID: "p") {}
    for try await _ in tc.configurations.all() {}
    for try await _ in tc.clusters.all() {}
    for try await _ in tc.modules.all(datastore: "mysql") {}
    for try await _ in tc.managementInstances.all(isDeleted: true) {}
    #expect(
      stub.calls.map { $0.url.dropFirst(StubTransport.endpoint.count) } == [
        "/instances/detail?include_clustered=True", "/instances/i/databases?limit=3",
        "/instances/i/users?limit=3", "/backups?limit=3&datastore=mysql&project_id=p",
        "/configurations", "/clusters", "/modules?datastore=mysql",
        "/mgmt/instances?deleted=True",
      ])
  }
}
