import JSON

/// The version of a dataset, a date as a rule: `20190201`. Handles are made of its text as given, so that
/// 7 and "07" are two versions.
public struct VersionNumber: Sendable, Hashable, CustomStringConvertible {
  public let description: String
  /// Whether it was given as text; messages about errata keep that.
  let isText: Bool

  public init(_ number: Int) {
    description = String(number)
    isText = false
  }

  public init(_ text: String) {
    description = text
    isText = true
  }

  /// As a number of JSON; nil when it is none.
  var number: JSONValue? { Int(description).map { .number(JSONNumber($0)) } }

  /// As it was given.
  var asGiven: JSONValue { isText ? .string(description) : number ?? .string(description) }
}

extension VersionNumber: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  public init(integerLiteral value: Int) { self.init(value) }
  public init(stringLiteral value: String) { self.init(value) }
}
