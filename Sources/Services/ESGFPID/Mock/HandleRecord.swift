import JSON
import MockServer

/// What is known under one handle: values by the name of their field.
public struct HandleRecord: Sendable {
  /// As it was first written; without `hdl:`.
  let handle: String
  private(set) var values: [String: Value] = [:]

  /// Several texts are a list.
  struct Value: Sendable {
    var texts: [String]
    var changed: Timestamp
  }

  init(_ handle: String) { self.handle = handle }

  subscript(field: String) -> [String] { values[field]?.texts ?? [] }

  /// What is the same already keeps the time of its last change: messages may come twice.
  mutating func set(_ field: String, to texts: [String], at now: Timestamp) {
    guard self[field] != texts else { return }
    values[field] = texts.isEmpty ? nil : Value(texts: texts, changed: now)
  }

  mutating func add(_ texts: [String], to field: String, at now: Timestamp) {
    let had = self[field]
    set(field, to: had + texts.filter { !had.contains($0) }, at: now)
  }

  mutating func remove(_ texts: [String], from field: String, at now: Timestamp) {
    set(field, to: self[field].filter { !texts.contains($0) }, at: now)
  }

  /// Handles are told apart as their servers do: ASCII letters without case.
  static func key(of handle: String) -> String {
    String(
      decoding: handle.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}

extension JSONValue {
  /// What a member of a message says, as texts for a handle's value: a list has one for each element,
  /// an object is one JSON text. Null says nothing.
  var recordTexts: [String] {
    switch self {
    case .null: []
    case .bool(let flag): [flag ? "TRUE" : "FALSE"]
    case .number(let number): [number.text]
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(\.recordTexts)
    case .object: [String(decoding: JSONWriter.compact(self), as: UTF8.self)]
    }
  }
}
