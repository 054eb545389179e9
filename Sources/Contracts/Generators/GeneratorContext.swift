public import HTTPMessage
public import JSON

/// What generators draw from: chance that is the same for the same seed, a moment, and what is known
/// of the provider's state or the mock server.
public struct GeneratorContext: Sendable {
  /// What generators of the kind `ProviderState` look up; nil where no provider is verified, so that
  /// they leave the examples as they are.
  public var providerState: JSONObject?
  /// The address for `MockServerURL`, without a slash at the end; nil where nothing is mocked.
  public var mockServer: String?
  /// What could not be generated and why, as sentences; the examples were taken.
  public internal(set) var shortfalls: [String] = []
  var random: SeededRandom
  let now: PointInTime

  /// - Parameters:
  ///   - seed: where chance begins.
  ///   - now: the moment in UTC from which dates and times are reckoned.
  ///   - millisecond: of that moment's second.
  public init(
    seed: UInt64, now: CalendarTime, millisecond: Int = 0, providerState: JSONObject? = nil,
    mockServer: String? = nil
  ) {
    random = SeededRandom(seed: seed)
    self.now = PointInTime(time: now, millisecond: millisecond)
    self.providerState = providerState
    self.mockServer = mockServer
  }
}

/// Numbers by SplitMix64 (Steele, Lea, Flood 2014).
struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// That many characters, each one of these.
  mutating func text(_ count: Int, of characters: String) -> String {
    let characters = Array(characters.utf8)
    let bytes = (0..<max(0, count)).map { _ in
      characters[Int.random(in: 0..<characters.count, using: &self)]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
