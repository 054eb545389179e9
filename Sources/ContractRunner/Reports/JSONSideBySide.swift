import Contracts
import JSON

/// Two JSON values side by side, printed over several lines.
struct JSONSideBySide {
  /// The paths at which the contract is broken.
  private let broken: Set<String>
  private var rows: [SideBySide.Row] = []

  static func rows(
    _ left: JSONValue, _ right: JSONValue, broken: Set<String>
  ) -> [SideBySide.Row] {
    var both = JSONSideBySide(broken: broken)
    both.add(Spot(path: "$", level: 0), left, right, isBrokenAbove: false)
    return both.rows
  }

  private init(broken: Set<String>) { self.broken = broken }

  /// Where a value stands.
  private struct Spot {
    var path: String
    var level: Int
    /// A member's name with its colon.
    var label = ""
    /// Whether nothing follows in the same object or array, on either side.
    var isLastLeft = true
    var isLastRight = true

    func line(_ text: String?, isLast: Bool) -> String? {
      text.map { String(repeating: "  ", count: level) + label + $0 + (isLast ? "" : ",") }
    }
  }

  /// - Parameter isBrokenAbove: whether a value that holds this one is missing or one too many.
  private mutating func add(
    _ spot: Spot, _ left: JSONValue?, _ right: JSONValue?, isBrokenAbove: Bool
  ) {
    let isBroken = isBrokenAbove || broken.contains(spot.path)
    let isAlone = left == nil || right == nil
    switch (left ?? right, right ?? left) {
    case (.object(let a), .object(let b)) where !(a.isEmpty || b.isEmpty):
      let keys = Self.names(left?.object, right?.object)
      open(spot, "{", left, right, isBroken)
      let ends = (keys.last { left?[$0] != nil }, keys.last { right?[$0] != nil })
      for key in keys {
        let inner = Spot(
          path: Mismatch.path(spot.path, member: key), level: spot.level + 1,
          label: "\(JSONValue.string(key)): ", isLastLeft: key == ends.0, isLastRight: key == ends.1
        )
        add(
          inner, left?[key], right?[key], isBrokenAbove: isBroken && isAlone)
      }
      close(spot, "}", left, right, isBroken && isAlone)
    case (.array(let a), .array(let b)) where !(a.isEmpty || b.isEmpty):
      open(spot, "[", left, right, isBroken)
      let count = max(left?.array?.count ?? 0, right?.array?.count ?? 0)
      for place in 0..<count {
        let (item, other) = (left?[place], right?[place])
        let inner = Spot(
          path: Mismatch.path(spot.path, element: place), level: spot.level + 1,
          isLastLeft: place == a.count - 1, isLastRight: place == b.count - 1)
        // An array of another length is broken in what it lacks or has too much.
        add(
          inner, item, other,
          isBrokenAbove: isBroken && (isAlone || item == nil || other == nil))
      }
      close(spot, "]", left, right, isBroken && isAlone)
    case (let a?, let b?) where a.isOneLine && b.isOneLine:
      var row = SideBySide.row(left?.description, right?.description, isBroken: isBroken)
      row.left = spot.line(row.left, isLast: spot.isLastLeft)
      row.right = spot.line(row.right, isLast: spot.isLastRight)
      rows.append(row)
    default: addApart(spot, left, right, isBroken)
    }
  }

  /// Values of different kinds: the lines of both, beginning beside each other.
  private mutating func addApart(
    _ spot: Spot, _ left: JSONValue?, _ right: JSONValue?, _ isBroken: Bool
  ) {
    let before = rows
    rows = []
    add(spot, left, nil, isBrokenAbove: isBroken)
    let lefts = rows
    rows = []
    add(spot, nil, right, isBrokenAbove: isBroken)
    let rights = rows
    rows = before
    for place in 0..<max(lefts.count, rights.count) {
      rows.append(
        SideBySide.Row(
          left: place < lefts.count ? lefts[place].left : nil,
          right: place < rights.count ? rights[place].right : nil,
          mark: isBroken ? .broken : .allowed))
    }
  }

  private mutating func open(
    _ spot: Spot, _ bracket: String, _ left: JSONValue?, _ right: JSONValue?, _ isBroken: Bool
  ) {
    rows.append(
      SideBySide.row(
        spot.line(left.map { _ in bracket }, isLast: true),
        spot.line(right.map { _ in bracket }, isLast: true), isBroken: isBroken))
  }

  private mutating func close(
    _ spot: Spot, _ bracket: String, _ left: JSONValue?, _ right: JSONValue?, _ isBroken: Bool
  ) {
    var spot = spot
    spot.label = ""
    var row = SideBySide.row(
      left.map { _ in bracket }, right.map { _ in bracket }, isBroken: isBroken)
    row.left = spot.line(row.left, isLast: spot.isLastLeft)
    row.right = spot.line(row.right, isLast: spot.isLastRight)
    rows.append(row)
  }

  /// All names once, those of the left in its order first.
  private static func names(_ left: JSONObject?, _ right: JSONObject?) -> [String] {
    var seen: Set<String> = []
    return ((left?.keys ?? []) + (right?.keys ?? [])).filter { seen.insert($0).inserted }
  }
}

extension JSONValue {
  /// Whether it is printed without line breaks.
  fileprivate var isOneLine: Bool {
    switch self {
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    default: true
    }
  }
}
