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
      throw error("expected \(TimeLength.expectation)")
    }
    return length
  }
}
