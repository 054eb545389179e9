import JSON

/// The sums of templates: whole numbers stay whole.
enum TemplateMath {
  static func result(
    _ left: String, _ sign: String, _ right: String
  ) throws(TemplateFailure) -> TemplateValue {
    if sign != "/", let a = Int(left), let b = Int(right), let whole = whole(a, sign, b) {
      return .json(.number(JSONNumber(whole)))
    }
    guard let a = Double(left), let b = Double(right) else {
      throw TemplateFailure("math: \(Double(left) == nil ? left : right) is no number")
    }
    let result: Double
    switch sign {
    case "+": result = a + b
    case "-": result = a - b
    case "*": result = a * b
    case "/": result = a / b
    case "%": result = a.truncatingRemainder(dividingBy: b)
    default: throw TemplateFailure("math has no \(sign)")
    }
    guard result.isFinite else { throw TemplateFailure("math: \(left) \(sign) \(right)") }
    if result == result.rounded(), let whole = Int(exactly: result) {
      return .json(.number(JSONNumber(whole)))
    }
    return .json(JSONNumber("\(result)").map { .number($0) } ?? .string("\(result)"))
  }

  /// Nil where it would overflow or divide by 0.
  private static func whole(_ a: Int, _ sign: String, _ b: Int) -> Int? {
    let (result, isTooLong): (Int, Bool)
    switch sign {
    case "+": (result, isTooLong) = a.addingReportingOverflow(b)
    case "-": (result, isTooLong) = a.subtractingReportingOverflow(b)
    case "*": (result, isTooLong) = a.multipliedReportingOverflow(by: b)
    case "%": (result, isTooLong) = a.remainderReportingOverflow(dividingBy: b)
    default: return nil
    }
    return isTooLong ? nil : result
  }
}
