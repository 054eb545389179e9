/// Which variants of a contract's interactions were seen.
///
/// A member that may be absent and never is says nothing of who can't do without it; so what a run
/// never exercised is worth a warning.
public struct VariantLog: Sendable {
  private var seen: [Int: Set<Variant>] = [:]

  public init() {}

  /// Takes down what an instance of the interaction at `place` in its contract had.
  public mutating func take(_ variants: [Variant], of place: Int) {
    seen[place, default: []].formUnion(variants)
  }

  /// For each interaction that was seen, its variants that never were.
  public func unexercised(
    in contract: Contract
  ) -> [(interaction: Interaction, variants: [Variant])] {
    contract.interactions.enumerated().compactMap { place, interaction in
      guard let seen = seen[place] else { return nil }
      let missing = interaction.variants.filter { !seen.contains($0) }
      return missing.isEmpty ? nil : (interaction, missing)
    }
  }
}
