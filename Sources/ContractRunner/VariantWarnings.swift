import Contracts
import JSON

/// Tells of forms of members that a run never exercised.
public enum VariantWarnings {
  /// A sentence for every variant of the interactions that passed, for example
  /// `shop.json:2 reads a: response body $.n was never absent`.
  public static func lines(_ results: [InteractionResult]) -> [String] {
    results.flatMap { result in
      result.unexercised.map { line($0, of: result.interaction, in: result.contractName) }
    }
  }

  /// The same for what a client exercised.
  public static func lines(_ trial: Trial) -> [String] {
    trial.unexercised.flatMap { interaction, variants in
      variants.map { line($0, of: interaction, in: trial.contract.name) }
    }
  }

  private static func line(
    _ variant: Variant, of interaction: Interaction, in contract: String
  ) -> String {
    "\(contract):\(interaction.location.line) \(interaction.description): "
      + "\(variant.part.rawValue) \(variant.category) \(variant.member) was never "
      + "\(variant.kind.rawValue)"
  }
}
