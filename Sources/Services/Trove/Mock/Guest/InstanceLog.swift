import JSON
import MockServer

/// A log that all instances of a datastore keep.
struct LogKind: Sendable {
  let name: String
  /// Whether users turn it on and off; the others are always on.
  let isUsers: Bool
  /// How much an instance writes before the log is published.
  let bytes: Int

  init(_ object: inout FixtureObject) throws(FixtureError) {
    name = try object.required("name").string()
    isUsers = try object.required("type").word(["USER": true, "SYS": false])
    bytes = try object.required("bytes").int(in: 0...1_000_000_000)
  }
}

/// What has become of a log on an instance.
struct InstanceLog: Sendable {
  var isEnabled: Bool
  /// In bytes.
  var published = 0
  /// Written, but not published yet.
  var pending: Int

  init(_ kind: LogKind) {
    isEnabled = !kind.isUsers
    pending = kind.isUsers ? 0 : kind.bytes
  }

  var status: StaticString {
    guard isEnabled else { return "Disabled" }
    if pending > 0 { return published > 0 ? "Partial" : "Ready" }
    return published > 0 ? "Published" : "Enabled"
  }

  /// Publishes what was written; a log that is on has been written to meanwhile.
  mutating func publish(_ kind: LogKind) {
    guard isEnabled else { return }
    let limit = Int.max / 2
    published = min(published + (pending > 0 ? pending : kind.bytes), limit)
    pending = 0
  }

  /// Takes back what was published; it can be published again.
  mutating func discard() {
    pending += published
    published = 0
  }
}
