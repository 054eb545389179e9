import Glibc
import JSON

/// How long an answer is kept back: `"2s"`, `{"uniform": ["100ms", "1s"]}`, or
/// `{"lognormal": {"median": "200ms", "sigma": 0.4, "max": "5s"}}`. In milliseconds.
enum FaultDelay: Sendable, Hashable {
  case fixed(Int)
  case uniform(ClosedRange<Int>)
  /// Most near the median, few far beyond it, as real networks have it.
  case lognormal(median: Int, sigma: Double, most: Int)

  /// An answer that is kept back for longer is not awaited by any test.
  static let longest = 3_600_000

  init(_ node: FixtureNode) throws(FixtureError) {
    guard node.value.object != nil else {
      self = .fixed(try node.milliseconds())
      return
    }
    self = try node.object { object throws(FixtureError) in
      let uniform = object.optional("uniform")
      let lognormal = object.optional("lognormal")
      switch (uniform, lognormal) {
      case (let uniform?, nil): return try Self.uniform(uniform)
      case (nil, let lognormal?): return try Self.lognormal(lognormal)
      default: throw object.error("one of \"uniform\" and \"lognormal\" is expected")
      }
    }
  }

  private static func uniform(_ node: FixtureNode) throws(FixtureError) -> FaultDelay {
    let ends = try node.array()
    guard ends.count == 2 else {
      throw node.error("expected the least and the most, as [\"100ms\", \"1s\"]")
    }
    let (least, most) = (try ends[0].milliseconds(), try ends[1].milliseconds())
    guard least <= most else { throw node.error("the least is more than the most") }
    return .uniform(least...most)
  }

  private static func lognormal(_ node: FixtureNode) throws(FixtureError) -> FaultDelay {
    try node.object { object throws(FixtureError) in
      let median = try object.required("median").milliseconds()
      let width = try object.required("sigma")
      guard let sigma = Double(try width.number().text), (0...10).contains(sigma) else {
        throw width.error("\(width.value) is not between 0 and 10")
      }
      let most = try object.optional("max")?.milliseconds() ?? longest
      return .lognormal(median: median, sigma: sigma, most: most)
    }
  }

  func milliseconds(_ random: inout SeededRandom) -> Int {
    switch self {
    case .fixed(let time): return time
    case .uniform(let range): return Int.random(in: range, using: &random)
    case .lognormal(let median, let sigma, let most):
      return Int(min(Double(most), Double(median) * exp(sigma * random.normal())))
    }
  }
}

extension FixtureNode {
  /// A length of time as `"250ms"`, in milliseconds, at most an hour.
  func milliseconds() throws(FixtureError) -> Int {
    let time = try duration()
    guard time <= FaultDelay.longest * 1_000 else { throw error("at most an hour is possible") }
    return time / 1_000
  }
}
