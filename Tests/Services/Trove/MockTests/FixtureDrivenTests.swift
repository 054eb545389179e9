import JSON
import MockSupport
import Testing

@Suite struct `Every value of Trove's fixtures` {
  private static let proof = FixtureProof(
    "trove", ProbeFile("Tests/Services/Trove/MockTests/Probe.json"), companions: ["keystone"],
    parameters: (try? TroveTestWorld().parameters) ?? JSONObject()
  ) { source, profile in
    let world = try TroveTestWorld(profile: profile, source: source)
    return FixtureProof.Subject(world.trove, keeping: world)
  }

  @Test(arguments: FixtureProof.files(of: "trove"))
  func `shows, or is refused with its place when it is changed`(file: String) throws {
    let findings = try Self.proof.findings(in: file)
    #expect(findings.shown + findings.refused > 0)
    #expect(findings.problems.isEmpty, "\(findings.problems.joined(separator: "\n"))")
  }
}
