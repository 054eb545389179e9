/// When a record goes on by itself: after a time of the world's clock, after it was shown a number of
/// times, or when both have happened.
public struct Delay: Sendable, Hashable {
  /// In microseconds.
  public let time: Int
  public let reads: Int

  public init(time: Int, reads: Int = 0) {
    self.time = time
    self.reads = reads
  }

  /// Reads `{"after": "1s", "reads": 1}`, of which one may be missing.
  ///
  /// - Throws: ``FixtureError`` when both are missing or one is wrong.
  public init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in try Delay(&object) }
  }

  /// Reads the members `after` and `reads` of an object that may have others.
  public init(_ object: inout FixtureObject) throws(FixtureError) {
    let after = object.optional("after")
    let reads = object.optional("reads")
    if after == nil, reads == nil {
      throw object.error("\"after\" (as \"1s\") or \"reads\" (as 1) is missing")
    }
    time = try after?.duration() ?? 0
    self.reads = try reads?.int(in: 0...1_000_000) ?? 0
  }
}

extension FixtureNode {
  /// A length of time in microseconds, as `"1s"`, `"250ms"`, `"1h"`.
  public func duration() throws(FixtureError) -> Int {
    guard let length = TimeLength.microseconds(try string()) else {
      throw error("expected a length of time as \"500ms\", \"1s\", \"5m\", \"1h\" or \"2d\"")
    }
    return length
  }
}

/// Lengths of time as people write them.
public enum TimeLength {
  /// Longest first, so that `ms` is not taken for `s`.
  private static let units: [(suffix: String, microseconds: Int)] = [
    ("ms", 1_000), ("s", 1_000_000), ("m", 60_000_000), ("h", 3_600_000_000),
    ("d", 86_400_000_000),
  ]

  /// The microseconds in `1h`, `90s`, `1.5h` or `1h30m`; nil when the text has another form.
  public static func microseconds(_ text: String) -> Int? {
    var rest = text[...]
    var total = 0.0
    repeat {
      let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
      guard let value = Double(number) else { return nil }
      rest = rest.dropFirst(number.count)
      guard let unit = units.first(where: { rest.hasPrefix($0.suffix) }) else { return nil }
      rest = rest.dropFirst(unit.suffix.count)
      total += value * Double(unit.microseconds)
    } while !rest.isEmpty
    // A thousand years are more than any test needs, and far from overflowing.
    guard total < 3.2e16 else { return nil }
    return Int(total)
  }
}
