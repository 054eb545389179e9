import HTTPMessage
import JSON

/// A body in the form that a person can read.
struct BodyText {
  enum Form {
    case json(JSONValue)
    case lines([String])
  }

  let form: Form
  /// What a reader must know that the text does not show.
  var notes: [String] = []

  /// Larger bodies are shown by their beginning: nobody reads more of them in a report.
  private static let longest = 256 * 1024
  private static let beginning = 16 * 1024
  private static let bytesShown = 256

  init(_ message: RunReport.Message) {
    let type = (message.fields[.contentType] ?? "").lowercased()
    let isWhole = message.body.count == message.size && message.size <= Self.longest
    if isWhole, let value = try? JSONReader.value(of: message.body) {
      form = .json(value)
      return
    }
    let shown = isWhole ? message.body[...] : message.body.prefix(Self.beginning)
    let isText = String(validating: shown, as: UTF8.self) != nil || Self.isText(type)
    if !isWhole {
      notes.append(
        "\(message.size) bytes, of which the first \(isText ? shown.count : Self.bytesShown) are shown"
      )
    }
    guard isText else {
      if isWhole { notes.append("\(message.size) bytes that are no text, shown as hexadecimal") }
      form = .lines(Self.hexadecimal(shown.prefix(Self.bytesShown)))
      return
    }
    if isWhole, String(validating: shown, as: UTF8.self) == nil {
      notes.append("not valid UTF-8: � stands for each piece that is wrong")
    }
    var text = String(decoding: shown, as: UTF8.self)
    if type.contains("xml") { text = text.replacing("><", with: ">\n<") }
    if type.contains("x-www-form-urlencoded") { text = text.replacing("&", with: "\n&") }
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    if lines.last == "" { lines.removeLast() }
    form = .lines(lines.map(String.init))
  }

  /// Every line, without regard to another body.
  var lines: [String] {
    switch form {
    case .lines(let lines): lines
    case .json(let value):
      String(decoding: JSONWriter.pretty(value), as: UTF8.self)
        .split(separator: "\n").map(String.init)
    }
  }

  private static func isText(_ type: String) -> Bool {
    type.hasPrefix("text/")
      || ["json", "xml", "x-www-form-urlencoded"].contains(where: type.contains)
  }

  private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> [String] {
    stride(from: bytes.startIndex, to: bytes.endIndex, by: 16).map { start in
      bytes[start..<min(start + 16, bytes.endIndex)].map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined(separator: " ")
    }
  }
}
