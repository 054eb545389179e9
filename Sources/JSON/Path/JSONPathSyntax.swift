/// The parts of a query, named as RFC 9535 names them.
extension JSONPath {
  enum Segment: Sendable {
    case child([Selector])
    case descendant([Selector])
  }

  enum Selector: Sendable {
    case name(String)
    case wildcard
    case index(Int)
    case slice(start: Int?, end: Int?, step: Int)
    case filter(Logical)
  }

  /// What a filter asks of each child.
  indirect enum Logical: Sendable {
    case or([Logical])
    case and([Logical])
    case not(Logical)
    case exists(Query)
    case comparison(Comparable, Operator, Comparable)
    case call(LogicalCall)
  }

  enum Operator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  struct Query: Sendable {
    /// From the root of the document (`$`) and not from the child in question (`@`).
    let isAbsolute: Bool
    let segments: [Segment]

    /// Whether it can't find more than one node.
    var isSingular: Bool {
      segments.allSatisfy { segment in
        guard case .child(let selectors) = segment, selectors.count == 1 else { return false }
        return switch selectors[0] {
        case .name, .index: true
        default: false
        }
      }
    }
  }

  /// An expression of ValueType: one value, or nothing.
  indirect enum Comparable: Sendable {
    case literal(JSONValue)
    /// A singular query.
    case query(Query)
    case length(Comparable)
    case count(Query)
    /// The function `value`.
    case onlyValue(Query)
  }

  /// A function of LogicalType.
  struct LogicalCall: Sendable {
    /// `match`, which wants the whole text to fit, and not `search`.
    let isWhole: Bool
    let text: Comparable
    let pattern: Comparable
    /// The expression, when it stands in the query and not in the document.
    let compiled: IRegexp?
  }
}
