import HTTPMessage
import JSON

/// The admin calls for time.
///
/// A service and its companions share a clock; it stands once in the list, with all their names, and
/// is changed once. The form is the same wherever it is asked for, on a service's own port (a list of
/// one) as on the control port:
///
///     { "clocks": [ { "services": ["keystone", "trove"], "now": "2026-01-31T13:00:00Z",
///                     "offset": "1h", "frozen": false } ] }
enum ClockActions {
  static func show(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    return answer(try groups(call))
  }

  static func change(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let groups = try groups(call)
    try ClockChange(call).apply(to: groups.map(\.clock))
    return answer(groups)
  }

  /// The groups of the worlds that the call is for, each once.
  private static func groups(_ call: AdminRequest) throws(AdminError) -> [WorldGroup] {
    var groups: [WorldGroup] = []
    for world in try call.selectedWorlds() where !groups.contains(where: { $0 === world.group }) {
      groups.append(world.group)
    }
    return groups
  }

  private static func answer(_ groups: [WorldGroup]) -> HTTPResponse {
    let clocks = groups.map { group -> JSONValue in
      let reading = group.clock.reading
      return [
        "services": .array(group.services.map { .string($0) }),
        "now": .string(reading.now.iso8601 + "Z"),
        "offset": .string(TimeLength.text(microseconds: reading.offset)),
        "frozen": .bool(reading.isFrozen),
      ]
    }
    return .json(JSONWriter.pretty(["clocks": .array(clocks)]))
  }
}

/// A change of the time: `{"advance": "1h"}` (`"-1h"` goes back), `{"now": "2026-01-31T12:00:00Z"}`,
/// `{"frozen": true}`, `{"frozen": false}` or `{"reset": true}`.
enum ClockChange {
  case advance(Int)
  case set(Timestamp)
  case freeze, resume, reset

  init(_ call: AdminRequest) throws(AdminError) {
    let body = try call.body("advance", "now", "frozen", "reset")
    guard body.count == 1, let member = body.members.first else {
      throw AdminError(
        .badRequest, "the body must hold one of \"advance\", \"now\", \"frozen\" and \"reset\"")
    }
    self = try Self.change(member)
  }

  private static func change(_ member: JSONObject.Member) throws(AdminError) -> ClockChange {
    switch (member.key, member.value) {
    case ("advance", .string(let text)):
      if let length = TimeLength.signedMicroseconds(text) { return .advance(length) }
    case ("now", .string(let text)):
      if let time = Timestamp(utc: text) { return .set(time) }
    case ("frozen", .bool(let isFrozen)): return isFrozen ? .freeze : .resume
    case ("reset", .bool(true)): return .reset
    default: break
    }
    throw AdminError(
      .badRequest, "\"\(member.key)\" must be \(expectation(member.key)), not \(member.value)")
  }

  private static func expectation(_ key: String) -> String {
    switch key {
    case "advance": TimeLength.expectation
    case "now": "a UTC time as \"2026-01-31T12:00:00Z\""
    case "frozen": "true or false"
    default: "true"
    }
  }

  /// Changes all of them, or none when one can't follow.
  func apply(to clocks: [AdjustableClock]) throws(AdminError) {
    switch self {
    case .advance(let length):
      try check(clocks.map { $0.now().microseconds + length })
      for clock in clocks { clock.advance(microseconds: length) }
    case .set(let time):
      try check([time.microseconds])
      for clock in clocks { clock.set(to: time) }
    case .freeze: for clock in clocks { clock.freeze() }
    case .resume: for clock in clocks { clock.resume() }
    case .reset: for clock in clocks { clock.reset() }
    }
  }

  private func check(_ times: [Int]) throws(AdminError) {
    let range = AdjustableClock.range
    guard times.allSatisfy({ range.contains(Timestamp(microseconds: $0)) }) else {
      throw AdminError(
        .unprocessable,
        "a clock can be put to times from \(range.lowerBound.iso8601)Z to \(range.upperBound.iso8601)Z"
      )
    }
  }
}
