import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `A list` {
  /// Seven records, whose numbers go another way than their ids.
  private static let records = """
    [{"id": "g", "n": 10, "odd": true, "tags": ["x", "y"]}, {"id": "b", "n": 9, "odd": false},
     {"id": "c", "n": -1.5, "odd": true, "tags": []}, {"id": "d", "n": 9, "odd": true},
     {"id": "a", "odd": false}, {"id": "f", "n": "9", "odd": true}, {"id": "e", "n": 100}]
    """

  private static func world(_ list: String, more: String = "") throws -> World<CollectionService> {
    try OwnService.world(
      OwnService.files(
        things: "{ \(more) \"list\": \(list) }", records: ["things": records]))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let list: String
    let query: String
    let ids: String
    var testDescription: String { "\(list) \(query)" }

    init(_ list: String, _ ids: String) { self.init(list, "", ids) }

    init(_ list: String, _ query: String, _ ids: String) {
      self.list = list
      self.query = query
      self.ids = ids
    }
  }

  @Test(arguments: [
    Case("{}", "g b c d a f e"),
    Case(#"{"order": {"by": "id"}}"#, "a b c d e f g"),
    Case(#"{"order": {"by": "n"}}"#, "a c b d g e f"),
    Case(#"{"order": {"by": "n", "descending": true}}"#, "f e g d b c a"),
    Case(#"{"order": {"descending": true}}"#, "e f a d c b g"),
  ])
  func `stands in the order that is asked for`(example: Case) throws {
    #expect(try Self.world(example.list).listed("/things") == example.ids)
  }

  @Test func `stands in order after records have changed`() throws {
    let world = try Self.world(#"{"order": {"by": "n"}}"#)
    _ = world.ask("PATCH", "/things/c", #"{"n": 11}"#)
    _ = world.ask("DELETE", "/things/d")
    _ = world.ask("PATCH", "/things/a", #"{"n": 9}"#)
    #expect(world.listed("/things") == "b a g c e f")
  }

  @Test(arguments: [
    Case(#"{"filters": ["n", "odd"]}"#, "n=9", "b d f"),
    Case(#"{"filters": ["n", "odd"]}"#, "n=9&odd=true", "d f"),
    Case(#"{"filters": ["n", "odd"]}"#, "n=9&n=10", "g b d f"),
    Case(#"{"filters": ["n", "odd"]}"#, "n=", "a"),
    Case(#"{"filters": ["n", "odd"]}"#, "n=8", ""),
    Case(#"{"filters": ["n", "odd"]}"#, "other=8", "g b c d a f e"),
    Case(#"{"filters": {"tag": "tags"}}"#, "tag=y", "g"),
    Case(#"{"filters": {"tag": "tags"}}"#, "tags=y", "g b c d a f e"),
  ])
  func `holds what the query asks for`(example: Case) throws {
    #expect(try Self.world(example.list).listed("/things?\(example.query)") == example.ids)
  }

  @Test(arguments: [
    Case(#"{"by": "marker", "size": 3}"#, "", "g b c"),
    Case(#"{"by": "marker", "size": 3}"#, "marker=c", "d a f"),
    Case(#"{"by": "marker", "size": 3}"#, "marker=f", "e"),
    Case(#"{"by": "marker", "size": 3}"#, "marker=e", ""),
    Case(#"{"by": "marker", "size": 3}"#, "limit=2&marker=g", "b c"),
    Case(#"{"by": "marker", "size": 3, "most": 4}"#, "limit=99", "g b c d"),
    Case(#"{"by": "marker", "size": 3, "limit": null}"#, "limit=1", "g b c"),
    Case(#"{"by": "marker", "size": 3, "limit": "n", "marker": "behind"}"#, "n=1&behind=g", "b"),
    Case(#"{"by": "offset", "size": 3}"#, "", "g b c"),
    Case(#"{"by": "offset", "size": 3}"#, "offset=5", "f e"),
    Case(#"{"by": "offset", "size": 3}"#, "offset=9223372036854775807", ""),
    Case(#"{"by": "offset", "size": 3, "offset": "from"}"#, "from=1", "b c d"),
    Case(#"{"by": "page", "size": 3}"#, "", "g b c"),
    Case(#"{"by": "page", "size": 3}"#, "page=3", "e"),
    Case(#"{"by": "page", "size": 3}"#, "page=9223372036854775807", ""),
    Case(#"{"by": "page", "size": 3, "first": 0}"#, "page=1", "d a f"),
  ])
  func `is cut into pages`(example: Case) throws {
    let world = try Self.world("{ \"paging\": \(example.list) }")
    #expect(world.listed("/things?\(example.query)") == example.ids)
  }

  @Test(arguments: [
    Case(
      #"{"by": "marker", "size": 3}"#, "limit=0", #""limit" must be an integer from 1, not "0""#),
    Case(#"{"by": "marker", "size": 3}"#, "limit=", #""limit" must be an integer from 1, not """#),
    Case(
      #"{"by": "marker", "size": 3}"#, "limit=-1", #""limit" must be an integer from 1, not "-1""#),
    Case(
      #"{"by": "marker", "size": 3}"#, "limit=99999999999999999999",
      #""limit" must be an integer from 1, not "99999999999999999999""#),
    Case(
      #"{"by": "marker", "size": 3}"#, "marker=z", #""marker" names no record of this list: "z""#),
    Case(
      #"{"by": "offset", "size": 3}"#, "offset=x", #""offset" must be an integer from 0, not "x""#),
    Case(#"{"by": "page", "size": 3}"#, "page=0", #""page" must be an integer from 1, not "0""#),
  ])
  func `refuses a page that can't be`(example: Case) throws {
    let world = try Self.world("{ \"paging\": \(example.list) }")
    #expect(world.ask("GET", "/things?\(example.query)").status == .badRequest)
    #expect(world.journal.latest?.reason == example.ids)
  }

  struct Walk: Sendable, CustomTestStringConvertible {
    let list: String
    let query: String
    let pages: [String]
    var testDescription: String { list }
  }

  @Test(arguments: [
    Walk(
      list: #""paging": {"by": "marker", "size": 3}"#, query: "",
      pages: ["g b c", "d a f", "e"]),
    Walk(
      list: #""paging": {"by": "offset", "size": 4}, "filters": ["odd"]"#,
      query: "?odd=true&limit=3",
      pages: ["g c d", "f"]),
    Walk(
      list: #""paging": {"by": "page", "size": 4, "first": 0}, "order": {"descending": true}"#,
      query: "?x=%26", pages: ["e f a d", "c b g"]),
    Walk(
      list: #""paging": {"by": "marker", "size": 2}, "order": {"by": "n", "descending": true}"#,
      query: "", pages: ["f e", "g d", "b c", "a"]),
    Walk(
      list: #""paging": {"by": "marker", "size": 2}, "filters": ["n"]"#, query: "?n=9",
      pages: ["b d", "f"]),
  ])
  func `leads from page to page`(walk: Walk) throws {
    let list = "{ \(walk.list), \"next\": {\"next\": \"${next_url}\"}, \"link\": true }"
    let world = try Self.world(list, more: #""envelope": {"many": "all"},"#)
    var path: String? = "/things" + walk.query
    var pages: [String] = []
    while let at = path, pages.count < 9 {
      pages.append(world.listed(at, in: "all"))
      let response = world.ask("GET", at)
      let next = try JSONReader.value(of: response.body)["next"]?.string
      #expect(response.fields["Link"] == next.map { "<\($0)>; rel=\"next\"" })
      path = next.map { String($0.dropFirst("http://shop".count)) }
    }
    #expect(pages == walk.pages)
  }

  @Test func `stays whole for who pages while records are added`() throws {
    let world = try Self.world(#"{"paging": {"by": "marker", "size": 4}, "order": {"by": "id"}}"#)
    #expect(world.listed("/things") == "a b c d")
    _ = world.ask("DELETE", "/things/b")
    _ = world.ask("POST", "/things", "{}")
    #expect(world.listed("/things?marker=d") == "e f g")
  }

  @Test func `tells beside the records what its description says`() throws {
    let world = try Self.world(
      """
      {"paging": {"by": "page", "size": 3}, "filters": ["odd"], "only": ["id"],
       "add": {"of": "${page}/${pages}", "total": "${total}", "here": "${count}", "most": "${limit}"},
       "next": {"then": "${next}"}}
      """, more: #""envelope": {"many": "all"},"#)
    world.expect([
      .init(
        "GET /things",
        #"200 {"all":[{"id":"g"},{"id":"b"},{"id":"c"}],"of":"1/3","total":7,"here":3,"most":3,"then":2}"#
      ),
      .init(
        "GET /things?odd=true&page=2",
        #"200 {"all":[{"id":"f"}],"of":"2/2","total":4,"here":1,"most":3}"#),
      .init(
        "GET /things?odd=no", #"200 {"all":[],"of":"1/0","total":0,"here":0,"most":3}"#),
    ])
  }
}
