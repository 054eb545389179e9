public import Contracts
import JSON

/// Tells of forms of members that a run never exercised.
public enum VariantWarnings {
  /// One line, for example
  /// `warning: shop.json:2 reads a: response body $.n was never absent`.
  public static func line(
    _ variant: Variant, of interaction: Interaction, in contract: String
  ) -> String {
    "warning: \(contract):\(interaction.location.line) \(interaction.description): "
      + "\(variant.part.rawValue) \(variant.category) \(variant.member) was never "
      + "\(variant.kind.rawValue)"
  }

  /// A line for every variant of the interactions that passed.
  public static func text(_ results: [InteractionResult]) -> String {
    results.flatMap { result in
      result.unexercised.map {
        line($0, of: result.interaction, in: result.contractName) + "\n"
      }
    }.joined()
  }
}
