import JSON
import Synchronization

extension Conformance {
  private static let remotes = Mutex<[String: JSONValue]>([:])

  /// `{"op": "remotes", "documents": {URI: schema}}` → `{}`; they stay known.
  static func remotes(_ question: JSONValue) -> JSONValue {
    for member in question["documents"]?.object?.members ?? [] {
      remotes.withLock { $0[member.key] = member.value }
    }
    return [:]
  }

  /// `{"op": "schema", "draft", "schema", "instance"}` → `{"valid": bool}`.
  static func schema(_ question: JSONValue) -> JSONValue {
    guard let schema = question["schema"], let instance = question["instance"] else {
      return ["skip": "schema and instance are needed"]
    }
    let draft: JSONSchema.Draft = question["draft"] == "draft7" ? .draft7 : .draft2020
    do {
      let compiled = try JSONSchema(schema, draft: draft, remotes: remotes.withLock(\.self))
      return ["valid": .bool(compiled.isValid(instance))]
    } catch {
      return ["skip": .string(error.description)]
    }
  }
}
