import Glibc
import JSON

/// How long an answer waits.
enum StubDelay: Sendable, Equatable {
  /// In milliseconds, as all others.
  case fixed(Int)
  case uniform(Int, Int)
  case lognormal(median: Double, sigma: Double, maximum: Int)

  /// An hour: longer than anybody waits.
  static let longest = 3_600_000

  func milliseconds(_ random: inout some RandomNumberGenerator) -> Int {
    switch self {
    case .fixed(let time): return time
    case .uniform(let lower, let upper): return Int.random(in: lower...upper, using: &random)
    case .lognormal(let median, let sigma, let maximum):
      // Box and Muller's way to a normal distribution.
      let first = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &random)
      let second = Double.random(in: 0..<1, using: &random)
      let normal = sqrt(-2 * log(first)) * cos(2 * Double.pi * second)
      let time = median * exp(sigma * normal)
      return time.isFinite ? Int(min(time, Double(maximum))) : maximum
    }
  }

  /// Reads `delayDistribution`.
  init(_ node: FixtureNode) throws(FixtureError) {
    let types = [
      "fixed": StubDelay.readFixed, "uniform": StubDelay.readUniform,
      "lognormal": StubDelay.readLognormal,
    ]
    self = try node.object { object throws(FixtureError) in
      let name = try object.required("type").string()
      guard let read = types[name] else {
        throw object.error(
          "there is no distribution \"\(name)\""
            + Suggestion.hint(for: name, among: Array(types.keys)))
      }
      return try read(&object)
    }
  }

  private static let readFixed: Reader = { object throws(FixtureError) in
    .fixed(try object.required("milliseconds").int(in: 0...longest))
  }

  private static let readUniform: Reader = { object throws(FixtureError) in
    let lower = try object.required("lower").int(in: 0...longest)
    let upper = try object.required("upper").int(in: 0...longest)
    guard lower <= upper else { throw object.error("\"lower\" is above \"upper\"") }
    return .uniform(lower, upper)
  }

  private static let readLognormal: Reader = { object throws(FixtureError) in
    let median = try object.required("median").number().double
    let sigma = try object.required("sigma").number().double
    let maximum = try object.nullable("maxValue")?.int(in: 0...longest) ?? longest
    guard median > 0, sigma >= 0, median.isFinite, sigma.isFinite else {
      throw object.error("\"median\" must be above 0 and \"sigma\" not below")
    }
    return .lognormal(median: median, sigma: sigma, maximum: maximum)
  }

  private typealias Reader = @Sendable (inout FixtureObject) throws(FixtureError) -> StubDelay
}
