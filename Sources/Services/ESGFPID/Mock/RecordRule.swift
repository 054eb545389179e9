import JSON
import MockServer

/// What a message does to handle records, from `settings.consumer.rules`.
///
/// Every rule whose `when` fits a message is followed, in their order. Texts may hold `${member}` of
/// the message, and `${name}`, the message's handle without its scheme. A change whose member the
/// message lacks, or has as null, is left out.
struct RecordRule: Sendable {
  /// Members that the message must have, with their values.
  private let when: JSONObject
  let target: Target
  let creates: Bool
  let changes: [Change]

  enum Target: Sendable {
    /// The record of this handle.
    case record(String)
    /// The records of all versions of this.
    case every(String)
  }

  struct Change: Sendable {
    enum Kind: Sendable {
      case set, add, remove
      /// From the field to another one, when it is there.
      case move(to: String)
    }

    let kind: Kind
    let field: String
    let value: String
  }

  /// - Parameter fields: by name, those that a record may have.
  init(_ node: FixtureNode, fields: [String: Int]) throws(FixtureError) {
    (when, target, creates, changes) = try node.object { object throws(FixtureError) in
      let when = try object.required("when")
      _ = try when.members()
      let creates = try object.optional("creates")?.bool() ?? false
      let target: Target
      if let every = object.optional("every") {
        if creates { throw every.error("only the record of one handle can be created") }
        target = .every(try every.string())
      } else {
        target = .record(try object.required("record").string())
      }
      var changes: [Change] = []
      for (key, kind) in [("set", Change.Kind.set), ("add", .add), ("remove", .remove)] {
        guard let node = object.optional(key) else { continue }
        for (field, value) in try node.members() {
          try Self.check(field, in: node, fields)
          changes.append(Change(kind: kind, field: field, value: try value.string()))
        }
      }
      if let node = object.optional("move") {
        for (field, value) in try node.members() {
          try Self.check(field, in: node, fields)
          changes.append(try Self.move(field, value, fields))
        }
      }
      return (when.value.object ?? JSONObject(), target, creates, changes)
    }
  }

  private static func check(
    _ field: String, in node: FixtureNode, _ fields: [String: Int]
  ) throws(FixtureError) {
    guard fields[field] == nil else { return }
    throw node.unknownKey(field, among: Array(fields.keys))
  }

  private static func move(
    _ field: String, _ node: FixtureNode, _ fields: [String: Int]
  ) throws(FixtureError) -> Change {
    try node.object { object throws(FixtureError) in
      let known = Dictionary(uniqueKeysWithValues: fields.keys.map { ($0, $0) })
      let target = try object.required("to").word(known)
      return Change(
        kind: .move(to: target), field: field, value: try object.required("value").string())
    }
  }

  func fits(_ message: JSONObject) -> Bool {
    when.members.allSatisfy { message[$0.key] == $0.value }
  }
}

extension RecordRule.Change {
  /// Makes the change, as far as the message has what it needs.
  func apply(to record: inout HandleRecord, with message: JSONObject, at now: Timestamp) {
    let value = Template.fill(.string(value), with: message)
    // What stayed open names a member that the message lacks.
    if case .string(let text) = value, text.contains("${") { return }
    let texts = value.recordTexts
    guard !texts.isEmpty else { return }
    switch kind {
    case .set: record.set(field, to: texts, at: now)
    case .add: record.add(texts, to: field, at: now)
    case .remove: record.remove(texts, from: field, at: now)
    case .move(let target):
      let found = texts.filter(record[field].contains)
      record.remove(found, from: field, at: now)
      record.add(found, to: target, at: now)
    }
  }
}
