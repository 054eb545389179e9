import JSON
import MockServer

extension TroveSettings {
  /// What administrators are told of the machines behind the instances.
  struct Management: Sendable {
    let host: String
    let availabilityZone: String
    /// In gigabytes.
    let volumeTotal: JSONNumber
    let diagnostics: JSONValue
    let hardware: JSONValue

    init(_ node: FixtureNode) throws(FixtureError) {
      self = try node.object { object throws(FixtureError) in try Management(&object) }
    }

    private init(_ object: inout FixtureObject) throws(FixtureError) {
      host = try object.required("host").string()
      availabilityZone = try object.required("availability_zone").string()
      volumeTotal = try object.required("volume_total").number()
      let diagnostics = try object.required("diagnostics")
      _ = try diagnostics.members()
      self.diagnostics = diagnostics.value
      let hardware = try object.required("hwinfo")
      _ = try hardware.members()
      self.hardware = hardware.value
    }
  }
}
