import Contracts
import MockSupport
import Testing

@Suite struct `A contract of the checkout` {
  private static let names = Repository.names(in: "contracts").filter { $0.hasSuffix(".json") }

  @Test(arguments: names)
  func `is canonical`(name: String) throws {
    let text = Repository.bytes("contracts/\(name)")
    let contract = try Contract.read(text, name: name)
    #expect(contract.isCanonical, "understudy convert contracts/\(name) --to v4 writes it anew")
    #expect(ContractWriter.text(contract.members) == text)
  }
}
