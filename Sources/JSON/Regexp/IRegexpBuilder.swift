extension IRegexp {
  /// An expression as it was read.
  indirect enum Tree {
    case characters(Characters)
    case start
    case end
    case sequence([Tree])
    case alternatives([Tree])
    /// Without an upper limit when `most` is nil.
    case repeated(Tree, least: Int, most: Int?)
  }

  /// Lays a tree out as states.
  struct Builder {
    var steps: [Step] = []

    /// False when there are too many.
    mutating func add(_ step: Step) -> Bool {
      guard steps.count < IRegexp.maximumSteps else { return false }
      steps.append(step)
      return true
    }

    /// False when there would be too many states.
    mutating func append(_ tree: Tree) -> Bool {
      switch tree {
      case .characters(let characters): return add(.take(characters))
      case .start: return add(.start)
      case .end: return add(.end)
      case .sequence(let parts): return parts.allSatisfy { append($0) }
      case .alternatives(let branches): return append(branches[...])
      case .repeated(let inner, let least, let most):
        guard least <= IRegexp.maximumSteps, most ?? 0 <= IRegexp.maximumSteps else { return false }
        for _ in 0..<least { guard append(inner) else { return false } }
        guard let most else { return appendLoop(inner) }
        for _ in least..<max(least, most) { guard appendOption(inner) else { return false } }
        return true
      }
    }

    private mutating func append(_ branches: ArraySlice<Tree>) -> Bool {
      guard let first = branches.first else { return true }
      guard branches.count > 1 else { return append(first) }
      let split = steps.count
      guard add(.jump(0)), append(first) else { return false }
      let jump = steps.count
      guard add(.jump(0)) else { return false }
      steps[split] = .split(split + 1, steps.count)
      guard append(branches.dropFirst()) else { return false }
      steps[jump] = .jump(steps.count)
      return true
    }

    private mutating func appendLoop(_ inner: Tree) -> Bool {
      let split = steps.count
      guard add(.jump(0)), append(inner), add(.jump(split)) else { return false }
      steps[split] = .split(split + 1, steps.count)
      return true
    }

    private mutating func appendOption(_ inner: Tree) -> Bool {
      let split = steps.count
      guard add(.jump(0)), append(inner) else { return false }
      steps[split] = .split(split + 1, steps.count)
      return true
    }
  }
}

extension IRegexp {
  /// A set of characters.
  struct Characters: Sendable {
    enum Member: Sendable {
      case range(ClosedRange<Unicode.Scalar>)
      /// A general category such as `Lu`, or all that begin so, such as `L`.
      case category(String, isComplement: Bool)
    }

    let members: [Member]
    let isComplement: Bool

    init(_ members: [Member], isComplement: Bool = false) {
      self.members = members
      self.isComplement = isComplement
    }

    /// What `.` stands for: all but line ends.
    static let anything = Characters(
      [.range("\n"..."\n"), .range("\r"..."\r")], isComplement: true)

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      members.contains { member in
        switch member {
        case .range(let range): range.contains(scalar)
        case .category(let name, let isComplement):
          scalar.properties.generalCategory.abbreviation.hasPrefix(name) != isComplement
        }
      } != isComplement
    }
  }
}

extension Unicode.GeneralCategory {
  /// As Unicode and regular expressions abbreviate it.
  fileprivate var abbreviation: String {
    switch self {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "Cn"
    @unknown default: "Cn"
    }
  }
}
