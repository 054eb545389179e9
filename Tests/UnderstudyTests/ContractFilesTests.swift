import Contracts
import MockSupport
import Testing

@Suite struct `A contract of the checkout` {
  private static let names = Repository.names(in: "contracts").filter { $0.hasSuffix(".json") }

  @Test(arguments: names)
  func `is canonical`(name: String) throws {
    let text = Repository.bytes("contracts/\(name)")
    let contract = try Contract.read(text, name: name)
    // Only whether: to show how two long files differ takes minutes.
    let isCanonical = contract.isCanonical && ContractWriter.text(contract.members) == text
    #expect(isCanonical, "understudy convert contracts/\(name) --to v4 writes it anew")
  }
}
