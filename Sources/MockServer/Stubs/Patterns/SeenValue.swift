import JSON

/// A value that operators look at. It is read as text and as JSON when an operator first asks.
final class SeenValue {
  let bytes: ArraySlice<UInt8>
  private(set) lazy var text = String(decoding: bytes, as: UTF8.self)
  /// Nil when it is no JSON.
  private(set) lazy var json: JSONValue? = try? JSONReader.value(of: bytes)

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  convenience init(_ text: String) { self.init(Array(text.utf8)[...]) }

  convenience init(_ value: JSONValue) {
    self.init(value.string ?? value.description)
    json = value
  }
}
