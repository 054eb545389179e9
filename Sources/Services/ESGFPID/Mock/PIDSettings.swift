import JSON
import MockServer

/// How handles are shown, from `settings.handles`.
struct HandleSettings: Sendable {
  /// Before a handle in an HTTP path.
  let path: String
  /// Before a handle in messages and in values.
  let scheme: String
  /// In seconds.
  let timeToLive: Int
  /// How many records are kept.
  let most: Int
  /// Between the texts of a list.
  let separator: String
  let admin: Administrator
  /// The index of each field.
  let fields: [String: Int]
  let versions: Versions
  let messages: Messages

  /// The value that names who may change a handle.
  struct Administrator: Sendable {
    let index: Int
    let type: String
    /// With `${prefix}`.
    let handle: String
    let handleIndex: Int
    let permissions: String
  }

  /// Fields that link the versions of one thing.
  struct Versions: Sendable {
    let name: String
    let number: String
    let older: String
    let newer: String
  }

  /// Texts of error answers.
  struct Messages: Sendable {
    let notANumber: String
    let empty: String
    let authentication: String
  }

  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in try Self(reading: &object) }
  }

  private init(reading object: inout FixtureObject) throws(FixtureError) {
    path = try object.required("path").string()
    scheme = try object.required("scheme").string()
    timeToLive = try object.required("time_to_live").duration() / 1_000_000
    most = try object.required("most").int(in: 1...10_000_000)
    separator = try object.required("separator").string()
    admin = try object.required("admin").object { object throws(FixtureError) in
      Administrator(
        index: try object.required("index").int(), type: try object.required("type").string(),
        handle: try object.required("handle").string(),
        handleIndex: try object.required("handle_index").int(),
        permissions: try object.required("permissions").string())
    }
    var fields: [String: Int] = [:]
    for (name, index) in try object.required("fields").members() {
      fields[name] = try index.int(in: 1...1_000_000)
    }
    self.fields = fields
    let known = Dictionary(uniqueKeysWithValues: fields.keys.map { ($0, $0) })
    versions = try object.required("versions").object { object throws(FixtureError) in
      Versions(
        name: try object.required("of").word(known),
        number: try object.required("number").word(known),
        older: try object.required("older").word(known),
        newer: try object.required("newer").word(known))
    }
    messages = try object.required("messages").object { object throws(FixtureError) in
      Messages(
        notANumber: try object.required("not_a_number").string(),
        empty: try object.required("empty").string(),
        authentication: try object.required("authentication").string())
    }
  }
}
