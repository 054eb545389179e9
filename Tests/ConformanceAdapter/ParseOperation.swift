import JSON

/// `{"op": "parse", "base64": text}` → `{"ok": bool}`.
func parse(_ question: JSONValue) -> JSONValue {
  guard let text = question["base64"]?.string, let bytes = base64(text) else {
    return ["skip": "base64 is needed"]
  }
  return ["ok": .bool((try? JSONReader.value(of: bytes)) != nil)]
}

private func base64(_ text: String) -> [UInt8]? {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var bytes: [UInt8] = []
  var bits = 0
  var count = 0
  for digit in text.utf8 where digit != UInt8(ascii: "=") {
    guard let value = alphabet.firstIndex(of: digit) else { return nil }
    bits = (bits << 6 | value) & 0xFFFF
    count += 6
    if count >= 8 {
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> count))
    }
  }
  return bytes
}
