import Synchronization

extension TextPattern {
  /// The pattern of an expression, made once for all places that have it: contracts repeat few
  /// expressions many times, and compiling takes longer than all other reading.
  static func known(_ text: String) throws(Malformed) -> TextPattern {
    if let pattern = patterns.withLock({ $0[text] }) { return pattern }
    let pattern = try TextPattern(text)
    patterns.withLock { known in
      if known.count >= maximumKnown { known = [:] }
      known[text] = pattern
    }
    return pattern
  }

  private static let patterns = Mutex<[String: TextPattern]>([:])
  /// Far more than one contract has; a server that reads contracts for ever doesn't keep them all.
  private static let maximumKnown = 1_000
}
