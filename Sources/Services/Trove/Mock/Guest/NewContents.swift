/// Which databases and users may be made (sheet, section 7). That each has what it needs was seen
/// before.
extension TroveCall {
  func newDatabases(
    _ given: [InstanceContents.Database]
  ) throws(TroveRefusal) -> [InstanceContents.Database] {
    for (number, database) in given.enumerated() {
      try checkNotReserved(database: database.name)
      guard !given[..<number].contains(where: { $0.name == database.name }) else {
        throw .badRequest(
          "Two or more databases share the same name in the initial databases list. Please correct the names or remove the duplicate entries."
        )
      }
    }
    return given.sorted { $0.name < $1.name }
  }

  /// - Parameter doing: what stands before the reason of a refusal.
  func newUsers(
    _ given: [InstanceContents.User], doing: String = ""
  ) throws(TroveRefusal) -> [InstanceContents.User] {
    for (number, user) in given.enumerated() {
      try checkNotReserved(user: user.name, doing: doing)
      guard !given[..<number].contains(where: { $0.key == user.key }) else {
        throw .badRequest(
          "Two or more users share the same name and host in the initial users list. Please correct the names or remove the duplicate entries."
        )
      }
    }
    return given.sorted { $0.key < $1.key }
  }

  func checkNotReserved(database name: String, doing: String = "") throws(TroveRefusal) {
    try check(
      name, isNotIn: settings.reservedDatabases, "\(doing)Database name \"\(name)\"")
  }

  func checkNotReserved(user name: String, doing: String) throws(TroveRefusal) {
    try check(name, isNotIn: settings.reservedUsers, "\(doing)User name \"\(name)\"")
  }

  private func check(
    _ name: String, isNotIn reserved: [String], _ subject: String
  ) throws(TroveRefusal) {
    guard reserved.contains(name) else { return }
    let list = reserved.map { Validation.repr($0) }.joined(separator: ", ")
    throw .badRequest("\(subject) is on the reserved list: [\(list)].")
  }
}
