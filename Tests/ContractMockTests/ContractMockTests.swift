import ContractMock
import Contracts
import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `A contract served alone` {
  private static let file = "Tests/ContractMockTests/library.json"

  private static func contract(_ text: [UInt8]? = nil) throws -> Contract {
    try Contract.read(text ?? Repository.bytes(file), name: "library.json")
  }

  private static func world() throws -> World<ContractMock> {
    World(try Blueprint(ContractMock(contract())))
  }

  @Test(arguments: CaseFile.all(in: "Tests/ContractMockTests/Cases"))
  func `answers as its cases say`(story: CaseFile) throws {
    let differences = story.differences(from: try Self.world())
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }

  @Test func `is called as its provider, in the form of a service's name`() throws {
    #expect(try Self.world().description.name == "city-library")
  }

  @Test func `gives the example of a message by its description`() throws {
    let contract = try Self.contract()
    let world = try Self.world()
    let interaction = try #require(contract.interactions.last)
    let message = try #require(world.message(interaction.description))
    guard case .message(let expected) = interaction.exchange else { throw NoMessage() }
    #expect(message.contents == expected.example)
    #expect(message.metadata == expected.metadata)
    #expect(world.message("another") == nil)
  }

  @Test func `gives what the contract holds, whatever that is`() throws {
    let text = String(decoding: Repository.bytes(Self.file), as: UTF8.self)
    let other = try Self.contract(Array(text.replacing("Emma", with: "Persuasion").utf8))
    let world = World(try Blueprint(ContractMock(other)))
    let answer = world.answer(to: HTTPRequest(method: .get, target: "/books/7"))
    #expect(try JSONReader.value(of: answer.body)["title"] == "Persuasion")
  }

  private struct NoMessage: Error {}

  @Test func `makes new values where the contract generates them, the same ones in the same world`()
    throws
  {
    func title(_ world: World<ContractMock>) throws -> String? {
      let answer = world.answer(to: HTTPRequest(method: .get, target: "/shelves/1"))
      return try JSONReader.value(of: answer.body)["label"]?.string
    }
    func world() throws -> World<ContractMock> {
      World(
        try Blueprint(ContractMock(Self.contract())), in: WorldGroup(),
        identifiers: CountingIdentifiers())
    }
    let (first, second) = (try world(), try world())
    let labels = [try title(first), try title(first)]
    #expect(labels[0] != labels[1])
    #expect(labels == [try title(second), try title(second)])
  }

  @Test func `is refused without an interaction`() throws {
    let empty = #"{"interactions": [], "metadata": {"pactSpecification": {"version": "4.0"}}}"#
    let contract = try Self.contract(Array(empty.utf8))
    #expect(throws: FixtureError.self) { try ContractMock(contract) }
  }
}
