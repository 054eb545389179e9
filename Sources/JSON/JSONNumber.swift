/// A number exactly as it was written.
///
/// JSON sets no limit on digits (RFC 8259, section 6), so the text is the value; conversions are
/// made on demand and say when they can't be exact.
public struct JSONNumber: Sendable, Hashable {
  /// The digits as written, for example `1`, `1.0`, `-0`, `18446744073709551616`, `1e400`.
  public let text: String

  /// Takes text that the reader has already found to be a JSON number.
  init(validated text: String) { self.text = text }

  /// A whole number.
  public init(_ value: Int) { text = String(value) }

  /// Parses text by the grammar of RFC 8259; nil when it is no JSON number.
  public init?(_ text: String) {
    guard let value = try? JSONReader.value(of: Array(text.utf8)), case .number(let number) = value
    else { return nil }
    self = number
  }

  /// The value, when written without fraction and exponent and within 64 bits. `-0` is 0.
  public var int: Int? { isInteger ? Int(text) : nil }

  /// The nearest double; infinite when the number is beyond its range.
  public var double: Double { Double(text) ?? .nan }

  /// Whether it was written without fraction and exponent.
  public var isInteger: Bool { text.utf8.allSatisfy { $0 == 0x2D || ($0 >= 0x30 && $0 <= 0x39) } }
}
