import MockServer

/// The account of the storage host, and how much it keeps.
struct StorageSettings: Sendable {
  let email: String
  let password: String
  /// What every call but the first must carry.
  let token: String
  /// Bytes of all files of a mount.
  let capacity: Int
  /// Files and folders of a mount.
  let mostEntries: Int
  /// Bytes of one file.
  let largestFile: Int

  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in
      try StorageSettings(
        email: object.required("email").string(), password: object.required("password").string(),
        token: object.required("token").string(),
        capacity: object.required("capacity").int(in: 0...1 << 40),
        mostEntries: object.required("most_entries").int(in: 1...10_000_000),
        largestFile: object.required("largest_file").int(in: 0...1 << 40))
    }
  }

  private init(
    email: String, password: String, token: String, capacity: Int, mostEntries: Int,
    largestFile: Int
  ) {
    self.email = email
    self.password = password
    self.token = token
    self.capacity = capacity
    self.mostEntries = mostEntries
    self.largestFile = largestFile
  }
}
