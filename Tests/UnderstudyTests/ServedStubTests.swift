import Glibc
import HTTPClient
import HTTPMessage
import JSON
import Testing

@Suite struct `A folder of stubs on the command line` {
  private static func folder(_ stub: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("mappings/jobs.json", Array(stub.utf8))
    return folder
  }

  private static let jobs = #"""
    {"request": {"method": "GET", "urlPath": "/jobs"}, "response": {"body": "stubbed"}}
    """#

  /// Starts a service and asks it.
  private static func asked(
    _ paths: [String], _ words: [String]
  ) throws -> [(status: HTTPStatus, text: String)] {
    let process = try UnderstudyProcess(["serve"] + words + ["--port", "0", "--json"])
    let line = try #require(process.nextLine())
    let services = try JSONReader.value(of: Array(line.utf8))["services"]?.object?.members
    let url = try #require(services?.first?.value["url"]?.string)
    let origin = url.split(separator: "/").prefix(2).joined(separator: "//")
    let client = HTTPClient(try #require(HTTPURL(origin)))
    let answers = try paths.map { try client.send(.get, $0) }
    process.send(SIGTERM)
    #expect(process.outcome().code == 0)
    return answers.map { ($0.status, String(decoding: $0.body, as: UTF8.self)) }
  }

  @Test func `is served alone, and tells what came nearest`() throws {
    let folder = try Self.folder(Self.jobs)
    let answers = try Self.asked(["/jobs", "/jbs"], [folder.path])
    #expect(answers.map(\.status) == [.ok, .notFound])
    #expect(answers[0].text == "stubbed")
    #expect(answers[1].text.hasSuffix("\n  path: expected \"/jobs\", got \"/jbs\"\n"))
  }

  @Test func `is put over a service, which answers the rest`() throws {
    let folder = try Self.folder(Self.jobs)
    let answers = try Self.asked(
      ["/jobs", "/workqueue/api/v1.0/jobs"], ["workqueue", "--stubs", "workqueue=\(folder.path)"])
    #expect(answers.map(\.status) == [.ok, .ok])
    #expect(answers[0].text == "stubbed")
    #expect(try JSONReader.value(of: Array(answers[1].text.utf8)).array != nil)
  }

  @Test func `ends when WireMock's clients tell it to, behind its answer`() throws {
    let folder = try Self.folder(Self.jobs)
    let process = try UnderstudyProcess(["serve", folder.path, "--port", "0", "--json"])
    let line = try #require(process.nextLine())
    let told = try JSONReader.value(of: Array(line.utf8))
    let url = try #require(HTTPURL(told["control"]?["url"]?.string ?? ""))
    #expect(try HTTPClient(url).send(.post, "/__admin/shutdown").status == .ok)
    #expect(process.outcome().code == 0)
  }

  @Test(arguments: [[], ["workqueue", "--stubs"]])
  func `that is broken is refused with its place`(words: [String]) throws {
    let folder = try Self.folder("{\"request\": {\n  \"urlPth\": \"/jobs\"}}")
    let outcome = try UnderstudyProcess.run(["serve"] + words + [folder.path])
    #expect(
      outcome
        == .init(
          code: 2, output: "",
          errors:
            "understudy: \(folder.path)/mappings/jobs.json:2:3: unknown key \"urlPth\"; did you mean \"urlPath\"? at /request/urlPth\n"
        ))
  }
}
