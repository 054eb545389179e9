/// A JSON object whose long lists stay text: what is around them is read, of them only where each
/// element stands, so that a file of many records can be read one record at a time.
public struct JSONOutline: Sendable {
  /// The object, with an empty array in the place of each list.
  public let root: JSONValue
  /// The bytes of each element, by the list's name.
  public let lists: [String: [Range<Int>]]

  /// Reads around the members of these names.
  ///
  /// The elements are skipped, not checked; who reads them finds what is wrong with them. Nil where
  /// the text is no object, names a list twice, or is broken around the lists: then only reading the
  /// whole text tells what is wrong.
  public init?(_ text: [UInt8], lists names: Set<String>) {
    let outline = text.withUnsafeBufferPointer { bytes in
      var scanner = JSONReader.Scanner(
        bytes: bytes, maximumDepth: JSONReader.defaultMaximumDepth)
      return try? scanner.outline(names)
    }
    guard let outline else { return nil }
    (root, lists) = outline
  }
}

extension JSONReader.Scanner {
  fileprivate typealias Outline = (root: JSONValue, lists: [String: [Range<Int>]])

  fileprivate mutating func outline(_ names: Set<String>) throws(JSONReader.Failure) -> Outline? {
    var members = JSONObject()
    var lists: [String: [Range<Int>]] = [:]
    skipSpace()
    guard take(UInt8(ascii: "{")) else { return nil }
    skipSpace()
    repeat {
      skipSpace()
      guard peek() == UInt8(ascii: "\"") else { return nil }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { return nil }
      skipSpace()
      guard members.place(of: key) == nil else { return nil }
      if names.contains(key), peek() == UInt8(ascii: "[") {
        guard let elements = skippedElements() else { return nil }
        lists[key] = elements
        members.append(key, .array([]))
      } else {
        members.append(key, try value())
      }
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { return nil }
    skipSpace()
    return at == bytes.count ? (.object(members), lists) : nil
  }

  /// From the opening bracket to behind the closing one; nil when there is none.
  private mutating func skippedElements() -> [Range<Int>]? {
    at += 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return [] }
    var elements: [Range<Int>] = []
    repeat {
      skipSpace()
      let start = at
      guard skipElement(), at > start else { return nil }
      elements.append(start..<at)
      skipSpace()
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]")) ? elements : nil
  }

  /// To the comma or bracket behind an element of an array; false when the text ends before.
  private mutating func skipElement() -> Bool {
    var open = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""): guard skipString() else { return false }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open += 1
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if open == 0 { return true }
        open -= 1
        at += 1
        if open == 0 { return true }
      case UInt8(ascii: ","):
        if open == 0 { return true }
        at += 1
      default: at += 1
      }
    }
    return false
  }

  private mutating func skipString() -> Bool {
    at += 1
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        at += 1
        return true
      case UInt8(ascii: "\\"): at += 2
      default: at += 1
      }
    }
    return false
  }
}
