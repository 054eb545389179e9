import JSON

/// A text in which `${name}` stands for a value of the provider state.
public struct StateExpression: Sendable {
  /// The type that the value shall have, when the file names one.
  public enum DataType: String, Sendable, CaseIterable {
    case string = "STRING"
    case integer = "INTEGER"
    case decimal = "DECIMAL"
    case float = "FLOAT"
    case boolean = "BOOLEAN"
    case raw = "RAW"
  }

  private enum Part: Sendable {
    case text(String)
    case name(String)
  }

  /// As it was written.
  public let text: String
  private let parts: [Part]
  private let type: DataType

  /// Why a text is no expression.
  struct Malformed: Error {
    let reason: String
  }

  init(_ text: String, type: DataType) throws(Malformed) {
    self.text = text
    self.type = type
    var parts: [Part] = []
    var rest = Substring(text)
    while let start = rest.firstRange(of: "${") {
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
        throw Malformed(reason: "'${' without '}'")
      }
      let name = rest[start.upperBound..<end]
      guard !name.isEmpty else { throw Malformed(reason: "'${}' names nothing") }
      if start.lowerBound > rest.startIndex {
        parts.append(.text(String(rest[..<start.lowerBound])))
      }
      parts.append(.name(String(name)))
      rest = rest[end...].dropFirst()
    }
    // Without `${…}`, all of it is a name.
    if parts.isEmpty {
      parts = [.name(text)]
    } else if !rest.isEmpty {
      parts.append(.text(String(rest)))
    }
    self.parts = parts
  }

  /// What the expression comes to; nil when no state is known or the value can't be had.
  func value(_ context: inout GeneratorContext) -> JSONValue? {
    guard let state = context.providerState else { return nil }
    var text = ""
    for part in parts {
      switch part {
      case .text(let piece): text += piece
      case .name(let name):
        guard let value = state[name] else {
          context.shortfalls.append(
            "the provider state gives no \"\(name)\"; it gives "
              + (state.isEmpty ? "nothing" : state.keys.joined(separator: ", ")))
          return nil
        }
        if parts.count == 1 { return converted(value, &context) }
        text += value.string ?? value.description
      }
    }
    return converted(.string(text), &context)
  }

  private func converted(_ value: JSONValue, _ context: inout GeneratorContext) -> JSONValue? {
    let text = value.string ?? value.description
    let converted: JSONValue? =
      switch type {
      case .raw: value
      case .string: .string(text)
      case .integer: JSONNumber(text).flatMap { $0.isInteger ? .number($0) : nil }
      case .decimal, .float: JSONNumber(text).map { .number($0) }
      case .boolean: ["true": true, "false": false][text]
      }
    if converted == nil {
      context.shortfalls.append(
        "the provider state's \(Difference.shown(value)) for \(self.text) is no \(type.rawValue)")
    }
    return converted
  }
}
