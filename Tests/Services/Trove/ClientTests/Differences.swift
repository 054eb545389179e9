/// Where the Swift client's request is not the one in a recording, and why that is as it should be.
///
/// An entry that is not needed fails its test, so that the list can't outlive its reasons.
struct Difference: Sendable {
  let recording: String
  let reason: String

  static let all: [Difference] = [
    Difference(
      recording: "create-bad-no-name",
      reason: "the recording leaves the name out; it is a parameter"),
    Difference(
      recording: "create-bad-nics", reason: "the recording has a member that no network has"),
    Difference(
      recording: "create-bad-user-nopassword",
      reason: "the recording leaves the password out; NewUser has one"),
    Difference(
      recording: "instance-create-default-version",
      reason:
        "the recording has the flavor as a number and the size as text; both have one form here"),
    Difference(
      recording: "instance-create-no-datastore",
      reason: "the recording has the flavor as a number; it is text here"),
    Difference(
      recording: "database-create-bad",
      reason: "the recording misspells a member; Database has the right one"),
    Difference(
      recording: "user-create-nopw",
      reason: "the recording leaves the password out; NewUser has one"),
    Difference(
      recording: "action-resize-volume-bad", reason: "the recording has a size that is no number"),
    Difference(
      recording: "backup-create-noname",
      reason: "the recording leaves out what create has as parameters"),
    Difference(
      recording: "cluster-create-bad",
      reason: "the recording leaves the instances out; they are a parameter"),
    Difference(
      recording: "instances-limit-bad", reason: "the recording has a limit that is no number"),
  ]

  static func reason(for exchange: Exchange) -> String? {
    all.first { $0.recording == exchange.name }?.reason
  }
}
