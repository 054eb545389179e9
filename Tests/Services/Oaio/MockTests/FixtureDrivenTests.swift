import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `Every value of oaio's fixtures` {
  private static let proof = FixtureProof(
    "oaio", ProbeFile("Tests/Services/Oaio/MockTests/Probe.json"),
    parameters: JSONObject([.init(key: "oversized", value: .string(RefusedRequest.oversized))])
  ) { source, _ in
    FixtureProof.Subject(try oaio(source: source))
  }

  @Test(arguments: FixtureProof.files(of: "oaio"))
  func `shows, or is refused with its place when it is changed`(file: String) throws {
    let findings = try Self.proof.findings(in: file)
    #expect(findings.problems.isEmpty, "\(findings.problems.joined(separator: "\n"))")
  }
}
