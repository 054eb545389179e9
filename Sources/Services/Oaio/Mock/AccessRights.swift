import JSON
import MockServer

/// What a user may do with an object, by the letter that stands for it (sheet, section 3).
struct AccessRight: Sendable, Equatable {
  let letter: String
  private let abilities: Ability
  /// The letter as JSON, with the end of the object whose last member it is.
  let ending: [UInt8]

  fileprivate init(letter: String, abilities: Ability) {
    self.letter = letter
    self.abilities = abilities
    ending = JSONWriter.compact(.string(letter)) + [UInt8(ascii: "}")]
  }

  struct Ability: OptionSet, Sendable {
    let rawValue: Int

    static let read = Ability(rawValue: 1)
    static let update = Ability(rawValue: 2)
    static let delete = Ability(rawValue: 4)
    /// To change who has which right.
    static let share = Ability(rawValue: 8)

    fileprivate static let words: [String: Ability] = [
      "read": .read, "update": .update, "delete": .delete, "share": .share,
    ]
  }

  func allows(_ ability: Ability) -> Bool { abilities.contains(ability) }
}

/// All rights that there are, as the settings name them.
struct AccessRights: Sendable {
  /// What whoever registers an object has.
  let creator: AccessRight
  /// What all have who have no other; it can't be kept.
  let none: AccessRight
  private let byLetter: [String: AccessRight]

  init(_ node: FixtureNode) throws(FixtureError) {
    (byLetter, creator, none) = try node.object { object throws(FixtureError) in
      var byLetter: [String: AccessRight] = [:]
      for (letter, node) in try object.required("letters").members() {
        var allowed: AccessRight.Ability = []
        for word in try node.array() { allowed.insert(try word.word(AccessRight.Ability.words)) }
        byLetter[letter] = AccessRight(letter: letter, abilities: allowed)
      }
      return (
        byLetter, try object.required("creator").word(byLetter),
        try object.required("none").word(byLetter)
      )
    }
  }

  subscript(letter: String) -> AccessRight? { byLetter[letter] }

  /// A right that a fixture names.
  func right(_ node: FixtureNode) throws(FixtureError) -> AccessRight {
    try node.word(byLetter.filter { $0.value != none })
  }
}
