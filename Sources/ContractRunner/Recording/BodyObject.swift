import HTTPMessage
import JSON

extension BodySketch {
  /// The body object of V4 for bytes of a type, and what they are known by.
  mutating func bodyObject(
    _ bytes: ArraySlice<UInt8>, type: String?
  ) -> (object: JSONValue, identity: JSONValue) {
    let base = type.map { HTTPFields([(.contentType, $0)]).mediaType ?? "" }
    if base.map(Self.isJSON) ?? Self.looksLikeJSON(bytes),
      let value = try? JSONReader.value(of: bytes)
    {
      let found = sketch(value)
      return (Self.object(found.example, base ?? "application/json"), found.identity)
    }
    if base == "application/x-www-form-urlencoded" {
      let text = form(String(decoding: bytes, as: UTF8.self))
      return (Self.object(.string(text), base), .string(text))
    }
    guard let text = Self.text(bytes), base.map(Self.isJSON) != true else {
      let encoded = JSONValue.string(Base64.encode(bytes))
      return (Self.object(encoded, base, encoding: "base64"), encoded)
    }
    // A page is written anew for each reader: only that there is one counts.
    if !isRequest, base == "text/html" || base == "application/xhtml+xml" {
      addPageRule()
      let shown = redactor.redacted(text) ?? text
      return (Self.object(.string(shown), base), "a page")
    }
    let shown = redactor.redacted(text) ?? style.steady(text, redactor.rules)
    if shown != text { addPageRule() }
    return (Self.object(.string(shown), base), .string(shown))
  }

  /// A form without secret values; each of them may be any text.
  private mutating func form(_ text: String) -> String {
    guard let redacted = redactor.redactedPairs(text[...]) else { return text }
    let hidden = "=\(redactor.placeholder)"
    for pair in redacted.split(separator: "&") where pair.hasSuffix(hidden) {
      addParameterRule(Redactor.decoded(pair.dropLast(hidden.count)))
    }
    return redacted
  }

  private static func object(
    _ content: JSONValue, _ type: String?, encoding: JSONValue = false
  ) -> JSONValue {
    var object = JSONObject()
    object["content"] = content
    if let type, !type.isEmpty { object["contentType"] = .string(type) }
    object["encoded"] = encoding
    return .object(object)
  }

  private static func isJSON(_ type: String) -> Bool {
    type == "application/json" || type == "text/json" || type.hasSuffix("+json")
  }

  private static func looksLikeJSON(_ bytes: ArraySlice<UInt8>) -> Bool {
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// The bytes as text, unless they are none.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
  }
}
