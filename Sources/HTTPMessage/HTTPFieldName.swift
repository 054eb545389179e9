/// A field name: compared without regard to case, written as it was given (RFC 9110, section 5.1).
public struct HTTPFieldName: Sendable, CustomStringConvertible {
  public let spelling: String
  /// The name in lower case, as bytes: what comparisons use.
  let canonical: [UInt8]

  public init(_ spelling: String) {
    self.spelling = spelling
    canonical = spelling.utf8.map(ASCII.lowercased)
  }

  public static let allow = HTTPFieldName("Allow")
  public static let connection = HTTPFieldName("Connection")
  public static let contentLength = HTTPFieldName("Content-Length")
  public static let contentType = HTTPFieldName("Content-Type")
  public static let date = HTTPFieldName("Date")
  public static let host = HTTPFieldName("Host")
  public static let transferEncoding = HTTPFieldName("Transfer-Encoding")

  public var description: String { spelling }
}

extension HTTPFieldName: Hashable {
  public static func == (left: HTTPFieldName, right: HTTPFieldName) -> Bool {
    left.canonical == right.canonical
  }
  public func hash(into hasher: inout Hasher) { hasher.combine(canonical) }
}

extension HTTPFieldName: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(value) }
}
