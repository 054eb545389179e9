/// The grammar of Semantic Versioning 2.0.0.
enum SemanticVersion {
  static func accepts(_ text: String) -> Bool {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
    var core = Substring(text)
    if let plus = core.firstIndex(of: "+") {
      guard identifiers(core[plus...].dropFirst()).allSatisfy(isIdentifier) else { return false }
      core = core[..<plus]
    }
    if let hyphen = core.firstIndex(of: "-") {
      let parts = identifiers(core[hyphen...].dropFirst())
      guard parts.allSatisfy({ isIdentifier($0) && (!isDigits($0) || isNumber($0)) }) else {
        return false
      }
      core = core[..<hyphen]
    }
    let numbers = identifiers(core)
    return numbers.count == 3 && numbers.allSatisfy(isNumber)
  }

  private static func identifiers(_ text: Substring) -> [Substring] {
    text.split(separator: ".", omittingEmptySubsequences: false)
  }

  private static func isIdentifier(_ part: Substring) -> Bool {
    !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
  }

  private static func isDigits(_ part: Substring) -> Bool {
    part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// Digits without a leading zero.
  private static func isNumber(_ part: Substring) -> Bool {
    !part.isEmpty && isDigits(part) && (part == "0" || part.first != "0")
  }
}
