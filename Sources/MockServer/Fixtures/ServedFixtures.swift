import JSON

/// What the `service.json` of a service without Swift says beyond a ``ServiceDescription``: how its
/// collections are served.
struct ServedFixtures: Sendable {
  let collections: [(name: String, node: FixtureNode)]
  let definitions: [CollectionDefinition]
  let token: FixtureNode?
  let errors: FixtureNode?

  /// Nil when the collections are but keys, as those of a service in Swift are.
  init?(_ collections: FixtureNode, reading object: inout FixtureObject) throws(FixtureError) {
    let named = try collections.members()
    guard named.contains(where: { $0.node.value.object != nil }) else { return nil }
    var definitions: [CollectionDefinition] = []
    for (name, node) in named {
      guard PlainName.is(name) else {
        throw collections.keyError(name, "a collection's name has letters, digits, - and _ only")
      }
      guard !["service", "states"].contains(name) else {
        throw collections.keyError(name, "\(name).json is no collection's file")
      }
      let members = try node.members()
      let key = try members.first { $0.key == "key" }?.node.strings()
      definitions.append(CollectionDefinition(name: name, key: key ?? ["id"]))
    }
    self.collections = named.map { ($0.key, $0.node) }
    self.definitions = definitions
    token = object.optional("token")
    errors = object.optional("errors")
  }

  /// Names reach addresses, commands and variables.
  func check(_ description: ServiceDescription, _ root: FixtureNode) throws(FixtureError) {
    guard PlainName.is(description.name) else {
      throw root.member("name").error("a name has letters, digits, - and _ only")
    }
    guard description.listeners.allSatisfy(\.isHTTP) else {
      throw root.member("listeners").error("what a folder alone serves speaks HTTP only")
    }
    let path = description.basePath
    guard path.isEmpty || (path.hasPrefix("/") && !path.hasSuffix("/") && !path.contains("{"))
    else {
      throw root.member("base_path").error(
        "a base path begins with / and does not end with it, as \"/api/v1\"")
    }
  }
}

/// Names that stand in addresses, files and header lines as they are.
enum PlainName {
  /// Whether a text is not empty and has letters, digits, `-` and `_` only.
  static func `is`(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isPlain) }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
