public import JSON

/// Writes contract files in the one form in which they are compared and kept.
///
/// The members of each kind of object stand in one order, members that are not known behind them, in
/// the order they came; headers, query parameters and rules stand sorted by name; interactions and
/// bodies stay as they are. Two spaces a level, a newline at the end. Nothing is added, left out or
/// spelled anew, so what is written means what was read.
public enum ContractWriter {
  /// The canonical bytes of a contract file of version 3 or 4; older ones are laid out likewise.
  public static func text(_ contract: JSONObject) -> [UInt8] {
    JSONWriter.pretty(.object(arranged(contract)))
  }

  /// The file's members in canonical order.
  public static func arranged(_ contract: JSONObject) -> JSONObject {
    ContractLayout.file(contract.namesVersion4 ? .v4 : .v3).applied(to: .object(contract)).object
      ?? contract
  }
}

extension Contract {
  /// The file in canonical form; the same bytes as the file when it has it already.
  public var canonicalText: [UInt8] { ContractWriter.text(members) }

  /// Whether the file is written as ``ContractWriter`` writes it.
  public var isCanonical: Bool { canonicalText == root.file.document.text }
}

extension JSONObject {
  fileprivate var namesVersion4: Bool {
    self["metadata"]?["pactSpecification"]?["version"]?.string?.hasPrefix("4") ?? false
  }
}

extension ContractLayout {
  func applied(to value: JSONValue) -> JSONValue {
    switch (self, value) {
    case (.each(let inner), .array(let elements)): .array(elements.map(inner.applied))
    case (.each(let inner), .object): inner.applied(to: value)
    case (.members(let known), .object(let object)):
      .object(ContractLayout.ordered(object, known))
    case (.named(let inner, let ignoresCase), .object(let object)):
      .object(ContractLayout.sorted(object, inner, ignoresCase: ignoresCase))
    default: value
    }
  }

  private static func ordered(
    _ object: JSONObject, _ known: [(name: String, layout: ContractLayout)]
  ) -> JSONObject {
    let placed = object.members.enumerated().map { place, member in
      let rank = known.firstIndex { $0.name.utf8.elementsEqual(member.key.utf8) }
      let value = rank.map { known[$0].layout.applied(to: member.value) } ?? member.value
      return (
        rank: rank ?? known.count, place: place,
        member: JSONObject.Member(key: member.key, value: value)
      )
    }
    return JSONObject(placed.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.member))
  }

  /// By code points; names that are the same stay in their order, because it tells their meaning.
  private static func sorted(
    _ object: JSONObject, _ inner: ContractLayout, ignoresCase: Bool
  ) -> JSONObject {
    let placed = object.members.enumerated().map { place, member in
      (name: ignoresCase ? member.key.lowercased() : member.key, place: place, member: member)
    }
    let sorted = placed.sorted { left, right in
      left.name.utf8.elementsEqual(right.name.utf8)
        ? left.place < right.place : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    return JSONObject(
      sorted.map { .init(key: $0.member.key, value: inner.applied(to: $0.member.value)) })
  }
}
