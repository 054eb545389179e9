/// A regular expression of the dialect that is alike everywhere, I-Regexp (RFC 9485).
///
/// It is run as a set of states over the text, so that it takes time in proportion to the text's
/// length and can't be made to run away, and nothing but this file needs to be linked. Beyond the RFC
/// `^` and `$` stand for the ends of the text, as the mapping to other dialects has it.
struct IRegexp: Sendable {
  /// Why a text is no I-Regexp.
  struct Malformed: Error, Equatable {
    let reason: String
    /// The character where it was found, from 1.
    let column: Int
  }

  /// One state.
  enum Step: Sendable {
    case take(Characters)
    /// Goes on in both places.
    case split(Int, Int)
    case jump(Int)
    case start
    case end
    case found
  }

  /// States of one expression; counted repetitions are written out.
  static let maximumSteps = 10_000

  private let steps: [Step]

  init(_ text: String) throws(Malformed) {
    var parser = Parser(text)
    let tree = try parser.expression()
    var builder = Builder()
    guard builder.append(tree), builder.add(.found) else {
      throw Malformed(reason: "it repeats too much", column: 1)
    }
    steps = builder.steps
  }

  func matchesWhole(_ text: String) -> Bool { run(text, isWhole: true) }

  func matchesPart(of text: String) -> Bool { run(text, isWhole: false) }

  private func run(_ text: String, isWhole: Bool) -> Bool {
    var states = States(count: steps.count)
    var next = States(count: steps.count)
    let scalars = text.unicodeScalars
    var place = scalars.startIndex
    var isAtStart = true
    while true {
      let isAtEnd = place == scalars.endIndex
      if isAtStart || !isWhole { enter(0, &states, isAtStart: isAtStart, isAtEnd: isAtEnd) }
      if states.isFound, !isWhole || isAtEnd { return true }
      if isAtEnd || (isWhole && states.list.isEmpty) { return false }
      let scalar = scalars[place]
      place = scalars.index(after: place)
      isAtStart = false
      next.removeAll()
      for state in states.list {
        if case .take(let characters) = steps[state], characters.contains(scalar) {
          enter(
            state + 1, &next, isAtStart: false, isAtEnd: place == scalars.endIndex)
        }
      }
      swap(&states, &next)
    }
  }

  /// Adds a state and all that are reached from it without a character.
  private func enter(_ first: Int, _ states: inout States, isAtStart: Bool, isAtEnd: Bool) {
    var pending = [first]
    while let state = pending.popLast() {
      guard states.insert(state) else { continue }
      switch steps[state] {
      case .take: states.list.append(state)
      case .split(let one, let other):
        pending.append(other)
        pending.append(one)
      case .jump(let target): pending.append(target)
      case .start: if isAtStart { pending.append(state + 1) }
      case .end: if isAtEnd { pending.append(state + 1) }
      case .found: states.isFound = true
      }
    }
  }

  private struct States {
    private var seen: [Bool]
    private var touched: [Int] = []
    /// Those that wait for a character.
    var list: [Int] = []
    var isFound = false

    init(count: Int) { seen = Array(repeating: false, count: count) }

    mutating func insert(_ state: Int) -> Bool {
      if seen[state] { return false }
      seen[state] = true
      touched.append(state)
      return true
    }

    mutating func removeAll() {
      for state in touched { seen[state] = false }
      touched.removeAll(keepingCapacity: true)
      list.removeAll(keepingCapacity: true)
      isFound = false
    }
  }
}
