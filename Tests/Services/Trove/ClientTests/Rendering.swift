import JSON
import TroveClient

/// A value of the client's types as the service would write it, from what is typed of it alone.
protocol Rendered {
  /// Nil stands for what is not there.
  var members: [(String, JSONValue?)] { get }
}

extension Rendered {
  var rendered: JSONValue { .object(JSONObject(from: members)) }
  func rendered(as key: String) -> JSONValue { .object(JSONObject(from: [(key, rendered)])) }
}

extension JSONObject {
  init(from members: [(String, JSONValue?)]) {
    self.init(members.compactMap { key, value in value.map { .init(key: key, value: $0) } })
  }
}

extension Page where Element: Rendered {
  /// With the marker of the next page instead of the link to it.
  func rendered(_ key: String) -> JSONValue {
    let list = JSONValue.array(map(\.rendered))
    return .object(JSONObject(from: [(key, list), ("next", json(next))]))
  }
}

func json(_ text: String?) -> JSONValue? { text.map { .string($0) } }
func json(_ number: Int?) -> JSONValue? { number.map { .number(JSONNumber($0)) } }
func json(_ number: Double?) -> JSONValue? {
  number.flatMap { JSONNumber("\($0)") }.map { .number($0) }
}
func json(_ flag: Bool?) -> JSONValue? { flag.map { .bool($0) } }
func json(_ time: TroveTimestamp?) -> JSONValue? { json(time?.text) }
func json(_ value: (some Rendered)?) -> JSONValue? { value?.rendered }
func json(_ values: [some Rendered]?) -> JSONValue? { values.map { .array($0.map(\.rendered)) } }
func json(_ texts: [String]?) -> JSONValue? { texts.map { .array($0.map { .string($0) }) } }
func json(_ object: JSONObject?) -> JSONValue? { object.map { .object($0).usual } }

/// Nil for an empty list, which stands for a list that is absent.
func json(unlessEmpty values: [some Rendered]) -> JSONValue? { values.isEmpty ? nil : json(values) }

extension JSONValue {
  /// A recorded answer in the one form that the client's types have where the service has several,
  /// or says the same twice.
  var usual: JSONValue {
    switch self {
    case .array(let elements): return .array(elements.map(\.usual))
    case .object(let object):
      var usual = JSONObject()
      for member in object.members where !Self.untyped.contains(member.key) {
        let value = member.value.usual
        if value != .null { usual[Self.renamed[member.key] ?? member.key] = value }
      }
      // An instance's modules name their project so, and "all" without one.
      if usual["tenant_id"] == nil { usual["tenant"] = nil }
      if let id = usual["str_id"] {
        usual["id"] = id
        usual["str_id"] = nil
      }
      return .object(usual)
    default: return self
    }
  }

  /// A recorded list with the marker of the next page instead of the link to it.
  var usualList: JSONValue {
    guard var object = usual.object else { return usual }
    if let link = object["links"]?.array?.first(where: { $0["rel"] == "next" }),
      let href = link["href"]?.string
    {
      object["links"] = nil
      object["next"] = json(href.split(separator: "marker=").last.map(Self.decodedOnce))
    }
    return .object(object)
  }

  /// Enough for the markers that were recorded.
  private static func decodedOnce(_ text: Substring) -> String {
    text.split(separator: "%25", omittingEmptySubsequences: false).joined(separator: "%")
  }

  /// To be found among the attributes only.
  static let untyped: Set<String> = [
    "registry_ext", "repl_strategy", "attachments", "availability_zone", "created_at",
  ]
  private static let renamed = ["max_size": "max", "min_size": "min"]
}

extension Link: Rendered {
  var members: [(String, JSONValue?)] { [("rel", json(rel)), ("href", json(href))] }
}

extension Reference: Rendered {
  var members: [(String, JSONValue?)] {
    [("id", json(id)), ("name", json(name)), ("links", json(unlessEmpty: links))]
  }
}

extension Database: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("name", json(name)), ("character_set", json(characterSet)), ("collate", json(collate)),
    ]
  }
}

extension User: Rendered {
  var members: [(String, JSONValue?)] {
    [("name", json(name)), ("host", json(host)), ("databases", json(databases))]
  }
}

extension RootUser: Rendered {
  var members: [(String, JSONValue?)] { [("name", json(name)), ("password", json(password))] }
}

extension Flavor: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("name", json(name)), ("ram", json(ram)), ("vcpus", json(vcpus)),
      ("disk", json(disk)), ("ephemeral", json(ephemeral)), ("links", json(unlessEmpty: links)),
    ]
  }
}

extension VolumeType: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("name", json(name)), ("is_public", json(isPublic)),
      ("description", json(description)),
    ]
  }
}

extension Datastore: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("name", json(name)), ("versions", json(versions)),
      ("default_version", json(defaultVersion)), ("links", json(unlessEmpty: links)),
    ]
  }
}

extension DatastoreVersion: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("name", json(name)), ("version", json(version)),
      ("datastore", json(datastore)), ("links", json(unlessEmpty: links)),
    ]
  }
}

extension ConfigurationParameter: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("name", json(name)), ("type", json(type)), ("max", json(maximum)), ("min", json(minimum)),
      ("restart_required", json(requiresRestart)),
      ("datastore_version_id", json(datastoreVersionID)),
    ]
  }
}

extension Configuration: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("name", json(name)), ("description", json(description)),
      ("values", json(values)), ("instance_count", json(instanceCount)),
      ("datastore_name", json(datastoreName)),
      ("datastore_version_id", json(datastoreVersionID)),
      ("datastore_version_name", json(datastoreVersionName)),
      ("datastore_version_number", json(datastoreVersionNumber)), ("created", json(created)),
      ("updated", json(updated)),
    ]
  }
}

extension Limit: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("verb", json(verb)), ("value", json(value)), ("remaining", json(remaining)),
      ("unit", json(unit)), ("nextAvailable", json(nextAvailable)), ("uri", json(uri)),
      ("regex", json(regex)),
    ] + absolute.map { ("max_" + $0, json($1)) }
  }
}

extension Quota: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("resource", json(resource)), ("in_use", json(inUse)), ("reserved", json(reserved)),
      ("limit", json(limit)),
    ]
  }
}
