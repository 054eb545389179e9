import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `Every value of Provena's fixtures` {
  private static let proof = FixtureProof(
    "provena", ProbeFile("Tests/Services/Provena/MockTests/Probe.json"),
    parameters: (try? provena())?.description.parameters(urls: [:]) ?? JSONObject()
  ) { source, profile in
    FixtureProof.Subject(try provena(profile: profile, source: source))
  }

  @Test(arguments: FixtureProof.files(of: "provena"))
  func `shows, or is refused with its place when it is changed`(file: String) throws {
    let findings = try Self.proof.findings(in: file)
    #expect(findings.shown + findings.refused > 0)
    #expect(findings.problems.isEmpty, "\(findings.problems.joined(separator: "\n"))")
  }
}
