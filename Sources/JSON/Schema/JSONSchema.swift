/// A JSON Schema of draft 7 or 2020-12, compiled once and then usable from any thread.
///
/// ```swift
/// let schema = try JSONSchema(["type": "object", "required": ["id"]])
/// schema.failure(of: document)?.description  // "/: the member 'id' is missing"
/// ```
/// References lead within the document, to the given remotes, or to the schemas of the drafts; nothing
/// is ever fetched. `format` and the `content…` keywords are annotations and assert nothing.
public struct JSONSchema: Sendable {
  public enum Draft: Sendable {
    case draft7
    case draft2020

    /// The draft that a document's `$schema` names.
    public init?(uri: String) {
      switch uri {
      case "http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-07/schema":
        self = .draft7
      case "https://json-schema.org/draft/2020-12/schema",
        "https://json-schema.org/draft/2020-12/schema#":
        self = .draft2020
      default: return nil
      }
    }
  }

  /// Why a value does not fit, and where in it.
  public struct Failure: Sendable, Equatable, CustomStringConvertible {
    public let location: JSONPointer
    public let reason: String

    public var description: String {
      "\(location.steps.isEmpty ? "/" : location.description): \(reason)"
    }
  }

  private let root: JSONValue
  private let index: Index

  /// Compiles a schema.
  ///
  /// - Parameters:
  ///   - draft: what it is read as, when its `$schema` names no other.
  ///   - remotes: further documents by their URI, which references may name.
  /// - Throws: where it is no schema, an expression is none, or a reference leads nowhere.
  public init(
    _ schema: JSONValue, draft: Draft = .draft2020, remotes: [String: JSONValue] = [:]
  ) throws(JSONSchemaError) {
    let draft = schema["$schema"]?.string.flatMap(Draft.init(uri:)) ?? draft
    if let failure = Self.rules(of: draft).failure(of: schema) {
      throw JSONSchemaError(location: failure.location, reason: failure.reason)
    }
    try self.init(unchecked: schema, draft: draft, remotes: remotes)
  }

  /// Takes the schema's form for granted.
  init(
    unchecked schema: JSONValue, draft: Draft, remotes: [String: JSONValue] = [:]
  ) throws(JSONSchemaError) {
    var builder = Builder(draft: draft, remotes: remotes)
    index = try builder.index(of: schema)
    root = schema
  }

  public func isValid(_ instance: JSONValue) -> Bool { failure(of: instance) == nil }

  /// The first thing about a value that does not fit; nil when all does.
  public func failure(of instance: JSONValue) -> Failure? {
    var run = Run(index: index)
    if run.check(root, instance, Run.Context(base: index.root, scope: [index.root])) != nil {
      return nil
    }
    return run.failure ?? Failure(location: JSONPointer(), reason: "it does not fit")
  }
}

/// Why a JSON value is no schema.
public struct JSONSchemaError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The place in the schema.
  public let location: JSONPointer
  public let reason: String

  public var description: String {
    "\(location.steps.isEmpty ? "/" : location.description): \(reason)"
  }
}
