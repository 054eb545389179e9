import HTTPMessage
import JSON
import MockServer

extension OaioState {
  /// Builds the state from the seed records.
  init(_ records: Collections, _ settings: OaioSettings) throws(FixtureError) {
    for node in try records.records("users") { users.add(try Self.user(node, settings)) }
    for node in try records.records("storage_hosts") {
      let (id, arguments) = try node.object { object throws(FixtureError) in
        (try object.required("csh_id").string(), try object.required("arguments"))
      }
      _ = try arguments.members()
      storageArguments[ExactName(id)] = JSONWriter.compact(arguments.value)
    }
    for node in try records.records("sessions") { try addSession(node) }
    var numbers: Set<Int> = []
    for node in try records.records("objects") { try addObject(node, settings.rights, &numbers) }
    for node in try records.records("subscriptions") {
      try addSubscription(node, settings.rights, &numbers)
    }
    for node in try records.records("mounts") { mounts.append(try Self.mount(node, settings)) }
    for node in try records.records("files") { try addFile(node, settings.storage) }
  }

  private static func user(
    _ node: FixtureNode, _ settings: OaioSettings
  ) throws(FixtureError) -> User {
    try node.object { object throws(FixtureError) in
      let name = try object.required("username")
      guard Decisions.isUserName(try name.string(), longest: settings.longestUserName) else {
        throw name.error("letters, digits and _.@+- make a user's name")
      }
      return User(
        name: ExactName(try name.string()), password: try object.nullable("password")?.string(),
        isSupervisor: try object.optional("supervisor")?.bool() ?? false)
    }
  }

  /// A user that a record names.
  private func known(_ node: FixtureNode) throws(FixtureError) -> ExactName {
    let name = ExactName(try node.string())
    guard users[name] != nil else {
      throw node.error(
        "there is no user \"\(name.text)\""
          + Suggestion.hint(for: name.text, among: users.names.map(\.text)))
    }
    return name
  }

  private mutating func addSession(_ node: FixtureNode) throws(FixtureError) {
    let (id, session) = try node.object { object throws(FixtureError) in
      (
        try object.required("sessionid").string(),
        Session(
          user: try known(object.required("username")),
          expires: try object.required("expires").timestamp())
      )
    }
    sessions[id] = session
  }

  private mutating func addObject(
    _ node: FixtureNode, _ rights: AccessRights, _ numbers: inout Set<Int>
  ) throws(FixtureError) {
    let (posted, creator, writer, pid) = try node.object { object throws(FixtureError) in
      let id = try object.required("oaio_id")
      guard Decisions.isObjectID(try id.string()) else { throw id.error("an id is not empty") }
      let creator = try known(object.required("creator"))
      let posted = PostedObject(
        id: try id.string(),
        clientStamp: try Self.stamp(object.required("client_stamp")),
        serverStamp: try object.optional("server_stamp").map(Self.stamp) ?? "",
        clientValues: try Self.values(object.required("client_values")),
        serverValues: try object.optional("server_values").map(Self.values) ?? JSONObject(),
        storageHost: try object.nullable("csh_id")?.string(),
        device: try object.required("device_id").string(),
        app: try object.required("app_id").string())
      let writer = try object.optional("username").map(known) ?? creator
      return (posted, creator, writer, try Self.number(object.required("pid"), &numbers))
    }
    objects.register(posted, by: creator, right: rights.creator, pid: pid, writer: writer)
  }

  private static func stamp(_ node: FixtureNode) throws(FixtureError) -> String {
    guard Stamp.isStamp(try node.string()) else {
      throw node.error("expected a stamp of 20 digits")
    }
    return try node.string()
  }

  private static func values(_ node: FixtureNode) throws(FixtureError) -> JSONObject {
    _ = try node.members()
    return node.value.object ?? JSONObject()
  }

  /// A subscription's number, which no other has.
  private static func number(
    _ node: FixtureNode, _ numbers: inout Set<Int>
  ) throws(FixtureError) -> Int {
    let number = try node.int(in: 1...Int.max / 2)
    guard numbers.insert(number).inserted else {
      throw node.error("another subscription has the number \(number)")
    }
    return number
  }

  private mutating func addSubscription(
    _ node: FixtureNode, _ rights: AccessRights, _ numbers: inout Set<Int>
  ) throws(FixtureError) {
    let (id, user, right, pid) = try node.object { object throws(FixtureError) in
      let id = try object.required("oaio_id")
      guard let stored = objects[ExactName(try id.string())] else {
        throw id.error("there is no object \"\(try id.string())\"")
      }
      let user = try object.required("username")
      guard try known(user) != stored.creator else {
        throw user.error("whoever created the object has all rights already")
      }
      return (
        stored.id, try known(user), try rights.right(object.required("access_right")),
        try Self.number(object.required("pid"), &numbers)
      )
    }
    _ = objects.subscribe(user, to: id, right: right, pid: pid)
  }

  // MARK: The storage host

  private static func mount(
    _ node: FixtureNode, _ settings: OaioSettings
  ) throws(FixtureError) -> Mount {
    try node.object { object throws(FixtureError) in
      Mount(
        id: try object.required("id").string(), name: try object.required("name").string(),
        type: try object.required("type").string(),
        occupied: try object.optional("occupied")?.int(in: 0...1 << 40) ?? 0,
        limits: settings.storage)
    }
  }

  private mutating func addFile(
    _ node: FixtureNode, _ settings: StorageSettings
  ) throws(FixtureError) {
    let (place, path, content) = try node.object { object throws(FixtureError) in
      let mount = try object.required("mount")
      let id = try mount.string()
      guard let place = mounts.firstIndex(where: { $0.id == id }) else {
        throw mount.error(
          "there is no mount \"\(id)\"" + Suggestion.hint(for: id, among: mounts.map(\.id)))
      }
      let path = try Self.path(object.required("path"))
      let text = object.optional("text")
      let encoded = object.optional("base64")
      if text != nil, encoded != nil {
        throw object.error("a file has \"text\" or \"base64\", a folder neither")
      }
      var content: [UInt8]?
      if let text { content = Array(try text.string().utf8) }
      if let encoded { content = try Self.decoded(encoded) }
      return (place, path, content)
    }
    guard content?.count ?? 0 <= settings.largestFile else {
      throw node.error("the file is larger than the settings' largest_file")
    }
    mounts[place].seed(path, content)
  }

  private static func path(_ node: FixtureNode) throws(FixtureError) -> StoragePath {
    let text = try node.string()
    do throws(OaioRefusal) {
      return try StoragePath(text)
    } catch {
      throw node.error(error.words["problem"]?.string ?? "this is no path")
    }
  }

  private static func decoded(_ node: FixtureNode) throws(FixtureError) -> [UInt8] {
    guard let bytes = Base64.decode(try node.string()) else { throw node.error("expected Base64") }
    return bytes
  }
}
