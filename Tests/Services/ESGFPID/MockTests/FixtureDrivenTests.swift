import ESGFPIDMock
import JSON

import MockServer
import MockSupport
import Testing

@Suite struct `Every value of ESGF PID's fixtures` {
  private static let proof = FixtureProof(
    "esgfpid", ProbeFile("Tests/Services/ESGFPID/MockTests/Probe.json")
  ) { source, profile in
    FixtureProof.Subject(try World(ESGFPIDMock.self, "esgfpid", profile: profile, source: source))
  }

  /// The broker's design shows to those who speak to the broker only.
  private static let broker = "broker.json"

  @Test(arguments: FixtureProof.files(of: "esgfpid").filter { $0 != broker })
  func `shows, or is refused with its place when it is changed`(file: String) throws {
    let findings = try Self.proof.findings(in: file)
    #expect(findings.shown + findings.refused > 0)
    #expect(findings.problems.isEmpty, "\(findings.problems.joined(separator: "\n"))")
  }
}
