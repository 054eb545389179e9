import Glibc
import HTTPClient
import HTTPMessage
import JSON
import MockSupport
import Testing

/// Contracts as services, on the command line.
@Suite struct `A contract named to serve` {
  private static let library = Repository.root + "/Tests/ContractMockTests/library.json"

  /// Starts it on a free port; gives the process and the service's address.
  private static func serve(_ path: String, as name: String) throws -> (UnderstudyProcess, HTTPURL)
  {
    let process = try UnderstudyProcess(["serve", path, "--port", "0", "--json"])
    guard let line = process.nextLine() else {
      throw RunningMocks.NotStarted(description: process.outcome().errors)
    }
    let addresses = try JSONReader.value(of: Array(line.utf8))
    let url = try #require(addresses["services"]?[name]?["url"]?.string)
    return (process, try #require(HTTPURL(url)))
  }

  @Test func `answers like any other service, and passes as a provider of itself`() throws {
    let (process, url) = try Self.serve(Self.library, as: "city-library")
    let states = "\(url)/__admin/provider-states"
    let outcome = try UnderstudyProcess.run([
      "verify", Self.library, "--provider", url.description, "--states", states,
      "--filter", "book|reader|loan|shelf", "--messages", "\(url)/__admin/messages",
    ])
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    process.send(SIGTERM)
  }

  @Test func `gives its messages as the official verifier asks for them`() throws {
    let (process, url) = try Self.serve(Self.library, as: "city-library")
    let client = HTTPClient(url)
    let contract = try JSONReader.value(
      of: Repository.bytes("Tests/ContractMockTests/library.json"))
    let message = try #require(contract["interactions"]?.array?.last)
    let question: JSONValue = ["description": message["description"] ?? .null]
    let answer = try client.send(
      .post, "/__admin/messages", body: JSONWriter.compact(question))
    #expect(try JSONReader.value(of: answer.body) == message["contents"]?["content"])
    let metadata = try #require(
      answer.fields["Pact-Message-Metadata"].flatMap { Base64.decode($0) })
    #expect(try JSONReader.value(of: metadata) == message["metadata"])
    let other = try client.send(
      .post, "/__admin/messages", body: JSONWriter.compact(["description": "another"]))
    #expect(other.status == .notFound)
    process.send(SIGTERM)
  }

  @Test func `takes the place of a service that comes along`() throws {
    let (process, url) = try Self.serve("contracts/keystone.json", as: "keystone")
    let answer = try HTTPClient(url).send(.get, "/nowhere", body: [])
    let text = String(decoding: answer.body, as: UTF8.self)
    #expect(text.contains("no interaction of contracts/keystone.json has GET /nowhere"))
    process.send(SIGTERM)
  }

  @Test(arguments: [
    (
      ["serve", "keystone", "contracts/keystone.json"], 2,
      "two of these would be the service \"keystone\""
    ),
    (
      ["serve", "/nowhere/orders.json"], 3,
      "cannot read /nowhere/orders.json: No such file or directory"
    ),
  ])
  func `is refused with a reason`(words: [String], code: Int32, reason: String) throws {
    let outcome = try UnderstudyProcess.run(words)
    #expect(outcome.code == code)
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
  }

  @Test func `that is broken is refused with file, line and column`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("broken.json", Array("{\"interactions\": [\n {\"type\": 1}]}".utf8))
    let outcome = try UnderstudyProcess.run(["serve", file])
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("broken.json:2:11: "), "\(outcome.errors)")
  }
}
