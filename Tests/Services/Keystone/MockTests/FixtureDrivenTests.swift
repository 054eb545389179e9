import JSON
import KeystoneMock
import MockServer
import MockSupport
import Testing

@Suite struct `Every value of Keystone's fixtures` {
  private static let proof = FixtureProof(
    "keystone", ProbeFile("Tests/Services/Keystone/MockTests/Probe.json"),
    parameters: parameters
  ) { source, profile in
    let world = try World(KeystoneMock.self, "keystone", profile: profile, source: source)
    for service in ["keystone", "trove"] { world.group.publish("http://\(service)", of: service) }
    return FixtureProof.Subject(world)
  }

  /// `${tokens.USER}` for each fixed token.
  private static let parameters =
    (try? World(KeystoneMock.self, "keystone"))?.description.parameters(urls: [:]) ?? JSONObject()

  @Test(arguments: FixtureProof.files(of: "keystone"))
  func `shows, or is refused with its place when it is changed`(file: String) throws {
    let findings = try Self.proof.findings(in: file)
    #expect(findings.shown + findings.refused > 0)
    #expect(findings.problems.isEmpty, "\(findings.problems.joined(separator: "\n"))")
  }
}
