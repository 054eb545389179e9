import JSON

/// Checks of databases and users in bodies, by the service's own schemas (sheet, section 7).
extension Validation {
  static func databases(
    _ value: JSONValue, at place: String
  ) throws(TroveRefusal) -> [InstanceContents.Database] {
    var databases: [InstanceContents.Database] = []
    for (object, place) in try objects(value, at: place, required: ["name"]) {
      databases.append(
        InstanceContents.Database(
          name: try name(object["name"] ?? .null, at: "\(place)['name']"),
          characterSet: try optional("character_set", in: object, at: place) {
            value, place throws(TroveRefusal) in try name(value, at: place)
          },
          collation: try optional("collate", in: object, at: place) {
            value, place throws(TroveRefusal) in try name(value, at: place)
          }))
    }
    return databases
  }

  static func users(
    _ value: JSONValue, at place: String
  ) throws(TroveRefusal) -> [InstanceContents.User] {
    var users: [InstanceContents.User] = []
    for (object, place) in try objects(value, at: place, required: ["name", "password"]) {
      let given = try UserAttributes(object, at: place)
      users.append(
        InstanceContents.User(
          name: given.name ?? "", host: given.host ?? UserName.anyHost,
          password: given.password ?? "",
          databases: try object["databases"].map { value throws(TroveRefusal) in
            try databaseNames(value, at: "\(place)['databases']")
          } ?? []))
    }
    return users
  }

  /// The names of databases that a user is given, each once.
  static func databaseNames(
    _ value: JSONValue, at place: String
  ) throws(TroveRefusal) -> [String] {
    var names: [String] = []
    let given = try objects(value, at: place, required: ["name"])
    for (number, (object, place)) in given.enumerated() {
      guard !given[..<number].contains(where: { $0.object == object }) else {
        throw .invalid(
          "\(place.dropLast("[\(number)]".count)) \(repr(value)) has non-unique elements")
      }
      let name = try name(object["name"] ?? .null, at: "\(place)['name']")
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The objects of an array, each with its place, and with all the members it needs.
  static func objects(
    _ value: JSONValue, at place: String, required: [String]
  ) throws(TroveRefusal) -> [(object: JSONObject, place: String)] {
    var objects: [(object: JSONObject, place: String)] = []
    for (number, element) in try array(value, at: place).enumerated() {
      let place = "\(place)[\(number)]"
      let object = try object(element, at: place)
      let missing = required.filter { object[$0] == nil }
      guard missing.isEmpty else {
        throw .invalid(
          missing.map { "\(place) '\($0)' is a required property" }.joined(separator: "; "))
      }
      objects.append((object, place))
    }
    return objects
  }

  /// A member that need not be there, checked when it is; null is a value, too.
  static func optional<Result>(
    _ key: String, in object: JSONObject, at place: String,
    _ check: (JSONValue, String) throws(TroveRefusal) -> Result
  ) throws(TroveRefusal) -> Result? {
    guard let value = object[key] else { return nil }
    return try check(value, "\(place)['\(key)']")
  }

  /// Where a user may come from: a host with a wildcard at either end.
  static func host(_ value: JSONValue, at place: String) throws(TroveRefusal) -> String {
    let text = try string(value, at: place)
    guard !text.isEmpty else { throw .invalid("\(place) '' should be non-empty") }
    var middle = text[...]
    if middle.first == "%" { middle.removeFirst() }
    if middle.last == "%" { middle.removeLast() }
    guard middle.allSatisfy({ $0.isLetter || $0.isNumber || "_().".contains($0) }) else {
      throw .invalid("\(place) \(repr(text)) does not match '^[%]?[\\\\w(-).]*[%]?$'")
    }
    return text
  }
}

/// What is said of a user; any of it may be missing.
struct UserAttributes {
  let name: String?
  let host: String?
  let password: String?

  init(_ object: JSONObject, at place: String) throws(TroveRefusal) {
    name = try Validation.optional("name", in: object, at: place) {
      value, place throws(TroveRefusal) in
      try Validation.name(value, at: place, most: nil)
    }
    host = try Validation.optional("host", in: object, at: place) {
      value, place throws(TroveRefusal) in try Validation.host(value, at: place)
    }
    password = try Validation.optional("password", in: object, at: place) {
      value, place throws(TroveRefusal) in try Validation.name(value, at: place)
    }
  }
}

/// A user as a path or a refusal names it.
struct UserName: Hashable, CustomStringConvertible {
  /// What the service takes when no host is named.
  static let anyHost = "%"

  let name: String
  let host: String

  init(_ name: String, host: String?) {
    self.name = name
    self.host = host ?? Self.anyHost
  }

  /// Reads `NAME` or `NAME@HOST`; a name may hold `@`, too.
  init(_ text: String) {
    guard let mark = text.lastIndex(of: "@"), mark != text.index(before: text.endIndex) else {
      self.init(text, host: nil)
      return
    }
    self.init(String(text[..<mark]), host: String(text[text.index(after: mark)...]))
  }

  var description: String { "\(name)@\(host)" }
}
