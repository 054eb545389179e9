import JSON
import MockServer

/// Databases and users as bodies tell them (sheet, section 7). What is missing in them was found
/// before, with its place.
extension TroveCall {
  func newDatabases(
    _ given: [JSONObject]
  ) throws(TroveRefusal) -> [InstanceContents.Database] {
    var databases: [InstanceContents.Database] = []
    for object in given {
      let name = try Validation.string(object["name"] ?? .null, at: "database 'name'")
      if settings.reservedDatabases.contains(name) {
        let reserved = settings.reservedDatabases.map { Validation.repr($0) }
        throw .badRequest(
          "Database name \"\(name)\" is on the reserved list: [\(reserved.joined(separator: ", "))]."
        )
      }
      guard !databases.contains(where: { $0.name == name }) else {
        throw .badRequest("Databases must have unique names: \(name).")
      }
      databases.append(
        InstanceContents.Database(
          name: name, characterSet: object["character_set"]?.string,
          collation: object["collate"]?.string))
    }
    return databases.sorted { $0.name < $1.name }
  }

  func newUsers(_ given: [JSONObject]) throws(TroveRefusal) -> [InstanceContents.User] {
    var users: [InstanceContents.User] = []
    for object in given {
      let user = InstanceContents.User(
        name: try Validation.string(object["name"] ?? .null, at: "user 'name'"),
        host: object["host"]?.string ?? "%",
        password: try Validation.string(object["password"] ?? .null, at: "user 'password'"),
        databases: (object["databases"]?.array ?? []).compactMap { $0["name"]?.string })
      guard !users.contains(where: { $0.key == user.key }) else {
        throw .badRequest("A user with the name \"\(user.name)\" already exists.")
      }
      users.append(user)
    }
    return users.sorted { $0.key < $1.key }
  }
}
