/// Where the Swift client's request is not the one in a recording, and why that is as it should be.
///
/// An entry that is not needed fails its test, so that the list can't outlive its reasons.
struct Difference: Sendable {
  let check: String
  /// Places in the check's file; nil for all.
  var numbers: [Int]?
  let reason: String

  static let all: [Difference] = [
    Difference(
      check: "post_jobs_with_type_as_string",
      reason: "the recording spells the type \"0\" as the document does; JobType is sent as 0"),
    Difference(
      check: "enum_names_are_taken_in_any_case",
      reason: "the recording sends names in odd cases; JobType and JobProtocol are sent as numbers"),
    Difference(
      check: "bad_enum_values_are_400", numbers: [1],
      reason: "the recording sends the type as \"9\"; an unknown number is sent as a number"),
    Difference(
      check: "missing_attributes_are_400",
      reason: "the recording leaves out what the Swift client's parameters require"),
    Difference(
      check: "defaults_apply_to_a_minimal_body", numbers: [0, 2],
      reason: "the recording posts a body of its own; the shorthands always send their defaults"),
    Difference(
      check: "user_id_in_the_body_is_ignored",
      reason: "the recording sends members that no call has"),
    Difference(
      check: "worker_finds_no_work", numbers: [1],
      reason: "the recording names no algorithm; pull always names BY_NUMBER, as the worker does"),
    Difference(
      check: "worker_gets_only_the_types_it_asks_for", numbers: [5],
      reason: "the recording sends a body without types"),
  ]

  static func reason(for exchange: Exchange) -> String? {
    all.first {
      $0.check == exchange.check && ($0.numbers?.contains(exchange.number) ?? true)
    }?.reason
  }
}
