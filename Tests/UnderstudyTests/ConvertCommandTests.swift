import Contracts
import MockServer
import Testing

@testable import understudy

@Suite struct `understudy convert` {
  private static let old = #"""
    {"interactions": [{"description": "reads", "providerState": "open", "response": {"status": 200},
    "request": {"path": "/a", "method": "GET", "query": "q=1"}}]}
    """#

  @Test func `prints the contract in the other version`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("old.json", Array(Self.old.utf8))
    let outcome = try UnderstudyProcess.run(["convert", path, "--to", "v4"])
    #expect(outcome.code == 0 && outcome.errors == "")
    let contract = try Contract.read(Array(outcome.output.utf8), name: "new.json")
    #expect(contract.version == .v4 && contract.isCanonical)
    #expect(contract.interactions.first?.providerStates == [ProviderStateCall(name: "open")])
  }

  @Test func `writes over the file it read`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("old.json", Array(Self.old.utf8))
    let outcome = try UnderstudyProcess.run(["convert", path, "--to", "V3", "--out", path])
    #expect(outcome == .init(code: 0, output: "", errors: ""))
    let text = try #require(FixtureSource.read(path))
    #expect(try Contract.read(text, name: path).version == .v3)
  }

  @Test(arguments: [
    ([], "--to v3 or --to v4 is needed"), (["--to", "v5"], "--to takes v3 or v4, not \"v5\""),
  ])
  func `refuses other versions`(words: [String], error: String) throws {
    let outcome = try UnderstudyProcess.run(["convert", "contracts/trove.json"] + words)
    #expect(outcome == .init(code: 2, output: "", errors: "understudy: \(error)\n"))
  }

  @Test func `names the place of what can't be said`() throws {
    let folder = try TemporaryFolder()
    let text = #"""
      {"interactions": [
      {"type": "Synchronous/Messages", "description": "m", "request": {}}]}
      """#
    let path = try folder.write("new.json", Array(text.utf8))
    let outcome = try UnderstudyProcess.run(["convert", path, "--to", "v3"])
    #expect(outcome.code == 2)
    #expect(outcome.errors == "understudy: \(path):2:1: version 3 has no exchanges of messages\n")
  }
}
