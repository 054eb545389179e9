import Glibc
import HTTPClient
import HTTPMessage
import JSON
import MockSupport
import Testing

/// Services that folders describe, on the command line.
@Suite struct `A folder that describes a service` {
  private static let shop = Repository.root + "/Tests/SixthService/print-shop"
  private static let signedIn: HTTPFields = ["Authorization": "Bearer PAPER"]

  /// The smallest service there is.
  private static func folder(
    _ name: String = "toys", more: String = "", things: String = "{}"
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      "service.json",
      Array("{ \"name\": \"\(name)\", \(more)\"collections\": { \"things\": \(things) } }".utf8))
    return folder
  }

  /// Starts services on free ports; gives the process and their addresses.
  private static func serve(_ words: [String]) throws -> (UnderstudyProcess, JSONValue) {
    let process = try UnderstudyProcess(["serve"] + words + ["--port", "0", "--json"])
    guard let line = process.nextLine() else {
      throw RunningMocks.NotStarted(description: process.outcome().errors)
    }
    return (process, try JSONReader.value(of: Array(line.utf8)))
  }

  private static func url(_ service: String, _ addresses: JSONValue) throws -> String {
    try #require(addresses["services"]?[service]?["url"]?.string)
  }

  private static func ask(
    _ method: HTTPMethod, _ url: String, _ path: String, _ body: String = ""
  ) throws -> HTTPResponse {
    try HTTPClient(try #require(HTTPURL(url)))
      .send(method, path, fields: signedIn, body: Array(body.utf8))
  }

  @Test(arguments: ["", "/"])
  func `is served like any other`(slash: String) throws {
    let (process, addresses) = try Self.serve([Self.shop + slash])
    let url = try Self.url("print-shop", addresses)
    let made = try Self.ask(
      .post, url, "/api/printers/lp1/jobs", #"{"title": "letter", "pages": 1}"#)
    #expect(made.status == .created)
    #expect(try JSONReader.value(of: made.body)["job"]?["status"] == "QUEUED")
    let control = try #require(addresses["control"]?["url"]?.string)
    #expect(
      try UnderstudyProcess.run(["health", "--control", control])
        == .init(code: 0, output: "healthy: print-shop\n", errors: ""))
    #expect(
      try UnderstudyProcess.run(["reset", "print-shop", "--control", control])
        == .init(code: 0, output: "print-shop is back at its seed state\n", errors: ""))
    #expect(
      try UnderstudyProcess.run(["reset", Self.shop, "--control", control]).output
        == "print-shop is back at its seed state\n")
    #expect(
      try UnderstudyProcess.run(["reset", "print-shp", "--control", control]).errors
        == "understudy: there is no service \"print-shp\"; did you mean \"print-shop\"?\n")
    #expect(try Self.ask(.get, url, "/api/printers/lp1/jobs/3").status == .notFound)
    let journal = try Self.ask(.get, url, "/__admin/requests?limit=1")
    let reason = try JSONReader.value(of: journal.body)["requests"]?[0]?["reason"]
    #expect(reason?.string == "there is no \"3\" in \"jobs\"")
    process.send(SIGTERM)
    #expect(process.outcome().code == 0)
  }

  @Test func `is served beside others, each at its address`() throws {
    let folder = try Self.folder()
    let (process, addresses) = try Self.serve(["trove", Self.shop, folder.path, "workqueue"])
    let names = addresses["services"]?.object?.keys
    #expect(names?.sorted() == ["keystone", "print-shop", "toys", "trove", "workqueue"])
    #expect(try Self.ask(.get, try Self.url("toys", addresses), "/things").body == Array("[]".utf8))
    #expect(try Self.ask(.get, try Self.url("print-shop", addresses), "/api/papers").status == .ok)
    process.send(SIGTERM)
    #expect(process.outcome().code == 0)
  }

  @Test func `is found by name in a folder of fixtures`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "toys/service.json", Array(#"{"name": "toys", "collections": {"things": {}}}"#.utf8))
    let (process, addresses) = try Self.serve(["toys", "--fixtures", folder.path])
    #expect(try Self.ask(.get, try Self.url("toys", addresses), "/things").status == .ok)
    process.send(SIGTERM)
    let outcome = try UnderstudyProcess.run(["lint", folder.path])
    #expect(
      outcome
        == .init(code: 0, output: "ok toys: profiles documented; 0 provider states\n", errors: ""))
  }

  @Test func `listens at its usual port, where it has one`() throws {
    let folder = try Self.folder(more: "\"port\": 1, ")
    let outcome = try UnderstudyProcess.run(["env", folder.path])
    #expect(outcome == .init(code: 0, output: "toys: http://127.0.0.1:1\n", errors: ""))
  }

  @Test func `tells what points a client at it`() throws {
    let url = "http://127.0.0.1:9"
    #expect(
      try UnderstudyProcess.run(["env", Self.shop, "--shell", "--url", url])
        == .init(code: 0, output: "export UNDERSTUDY_PRINT_SHOP_URL='\(url)'\n", errors: ""))
    let outcome = try UnderstudyProcess.run(["env", Self.shop])
    #expect(outcome.code == 2)
    #expect(
      outcome.errors
        == "understudy: print-shop has no usual port: add --url URL or --ready-file FILE\n")
  }

  @Test(arguments: ["", "/"])
  func `is found whole`(slash: String) throws {
    #expect(
      try UnderstudyProcess.run(["lint", Self.shop + slash])
        == .init(
          code: 0, output: "ok \(Self.shop)\(slash): profiles documented; 2 provider states\n",
          errors: ""))
  }

  @Test func `may be that of a service that comes along, for lint`() throws {
    #expect(
      try UnderstudyProcess.run(["lint", Repository.root + "/fixtures/keystone"]).output.hasPrefix(
        "ok keystone: "))
  }

  @Test(arguments: [["serve"], ["lint"]])
  func `that is broken is refused with its place`(words: [String]) throws {
    let folder = try Self.folder(things: "{\n  \"pth\": \"/x\" }")
    let outcome = try UnderstudyProcess.run(words + [folder.path])
    #expect(outcome.code == 2)
    let said = "\(folder.path)/service.json:2:3: unknown key \"pth\"; did you mean \"path\"?"
    #expect((outcome.errors + outcome.output).contains(said))
  }

  @Test func `that is not there is refused`() throws {
    let outcome = try UnderstudyProcess.run(["serve", "./nowhere"])
    #expect(
      outcome
        == .init(
          code: 2, output: "",
          errors:
            "understudy: ./nowhere/service.json: cannot be read: No such file or directory\n"))
  }

  @Test(arguments: ["trove", "control"])
  func `can't have a name that is taken`(name: String) throws {
    let folder = try Self.folder(name)
    let outcome = try UnderstudyProcess.run(["serve", folder.path])
    #expect(outcome.code == 2)
    #expect(
      outcome.errors == """
        understudy: \(folder.path)/service.json:1:11: "\(name)" is a name that Understudy has itself; to change that service's fixtures use --fixtures at /name

        """)
  }

  @Test func `can't have the name of another`() throws {
    let (first, second) = (try Self.folder(), try Self.folder())
    let outcome = try UnderstudyProcess.run(["serve", first.path, second.path])
    #expect(
      outcome
        == .init(
          code: 2, output: "",
          errors: "understudy: \(first.path) and \(second.path) both describe a service \"toys\"\n")
    )
  }

  @Test func `that holds but keys is no service`() throws {
    let folder = try Self.folder(things: "[\"id\"]")
    try folder.write("things.json", Array("[]".utf8))
    try folder.write("states.json", Array("{}".utf8))
    let outcome = try UnderstudyProcess.run(["serve", folder.path])
    #expect(outcome.code == 2)
    #expect(
      outcome.errors
        == "understudy: \(folder.path)/service.json:1:34: nothing says how these are served: each collection is an object at /collections\n"
    )
  }
}
