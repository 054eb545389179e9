import Contracts
import HTTPMessage
import JSON

/// Two messages line by line, what was expected beside what came.
///
/// JSON is put side by side by its structure, in the order of the expected one, so that members in
/// another order or a missing one shift nothing; other text by its lines.
struct SideBySide {
  enum Mark {
    case same
    /// It differs, and the contract lets it.
    case allowed
    case broken
  }

  struct Row {
    /// Nil where the other has a line that this one lacks.
    var left: String?
    var right: String?
    var mark: Mark
  }

  private(set) var rows: [Row] = []
  private(set) var notes: [String] = []

  /// More rows than this are nothing to read.
  private static let longest = 4_000

  init(
    _ expected: RunReport.Message, _ actual: RunReport.Message,
    differences: [RunReport.Difference]
  ) {
    let isStartBroken = differences.contains {
      [.status, .method, .path, .query].contains($0.kind)
    }
    rows = [Self.row(expected.start, actual.start, isBroken: isStartBroken)]
    rows += Self.fieldRows(expected.fields, actual.fields, differences)
    guard !expected.body.isEmpty || !actual.body.isEmpty else { return }
    rows.append(Row(left: "", right: "", mark: .same))
    addBodies(BodyText(expected), BodyText(actual), differences)
    if rows.count > Self.longest {
      notes.append("\(rows.count - Self.longest) more lines are left out")
      rows.removeSubrange(Self.longest...)
    }
  }

  private mutating func addBodies(
    _ expected: BodyText, _ actual: BodyText, _ differences: [RunReport.Difference]
  ) {
    notes += expected.notes.map { "expected: \($0)" } + actual.notes.map { "got: \($0)" }
    let broken = differences.filter { $0.kind == .body || $0.kind == .bodyType }
    if case .json(let left) = expected.form, case .json(let right) = actual.form {
      rows += JSONSideBySide.rows(left, right, broken: Set(broken.map(\.path)))
    } else {
      rows += TextSideBySide.rows(
        expected.lines, actual.lines, mark: broken.isEmpty ? .allowed : .broken)
    }
  }

  static func row(_ left: String?, _ right: String?, isBroken: Bool) -> Row {
    let isSame = left != nil && left.map { Array($0.utf8) } == right.map { Array($0.utf8) }
    return Row(left: left, right: right, mark: isBroken ? .broken : isSame ? .same : .allowed)
  }

  /// The expected lines in their order, then the others that came.
  private static func fieldRows(
    _ expected: HTTPFields, _ actual: HTTPFields, _ differences: [RunReport.Difference]
  ) -> [Row] {
    let broken = Set(
      differences.filter { $0.kind == .header }.map { HTTPFieldName($0.path) }
        + (differences.contains { $0.kind == .bodyType } ? [.contentType] : []))
    var seen: Set<HTTPFieldName> = []
    var rows: [Row] = []
    for (name, _) in expected where seen.insert(name).inserted {
      let (left, right) = (expected[values: name], actual[values: name])
      for place in 0..<max(left.count, right.count) {
        rows.append(
          row(
            place < left.count ? "\(name): \(left[place])" : nil,
            place < right.count ? "\(name): \(right[place])" : nil,
            isBroken: broken.contains(name)))
      }
    }
    for (name, value) in actual where !seen.contains(name) {
      rows.append(row(nil, "\(name): \(value)", isBroken: broken.contains(name)))
    }
    return rows
  }
}

/// Lines of text side by side.
enum TextSideBySide {
  /// Beyond it, lines stand beside each other by their number alone: finding the shortest difference
  /// takes the square of it.
  private static let longest = 1_000

  static func rows(_ left: [String], _ right: [String], mark: SideBySide.Mark) -> [SideBySide.Row] {
    guard left.count <= longest, right.count <= longest else {
      return (0..<max(left.count, right.count)).map { place in
        row(
          place < left.count ? left[place] : nil, place < right.count ? right[place] : nil, mark)
      }
    }
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in right.difference(from: left) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var rows: [SideBySide.Row] = []
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      let goes = i < left.count && removed.contains(i)
      let comes = j < right.count && inserted.contains(j)
      // Where nothing goes or comes, both have the line.
      let takesLeft = goes || !comes
      let takesRight = comes || !goes
      rows.append(
        row(
          takesLeft && i < left.count ? left[i] : nil,
          takesRight && j < right.count ? right[j] : nil, mark))
      if takesLeft { i += 1 }
      if takesRight { j += 1 }
    }
    return rows
  }

  private static func row(
    _ left: String?, _ right: String?, _ mark: SideBySide.Mark
  ) -> SideBySide.Row {
    var row = SideBySide.row(left, right, isBroken: false)
    if row.mark != .same { row.mark = mark }
    return row
  }
}
