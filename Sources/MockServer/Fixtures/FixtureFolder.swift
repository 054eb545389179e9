import JSON

/// The files of one service.
struct FixtureFolder {
  let source: FixtureSource
  let service: String

  /// A file that must be there.
  func file(_ name: String) throws(FixtureError) -> FixtureFile {
    try FixtureFile(
      name: source.displayName(service, name), text: try source.text(service, name))
  }

  /// What a file holds, or a value that stands for it when there is none.
  func optional(_ name: String, else value: JSONValue) throws(FixtureError) -> FixtureNode {
    if source.files(of: service).contains(name) { return try file(name).root }
    let absent = FixtureFile(computed: source.displayName(service, name))
    return FixtureNode(file: absent, pointer: JSONPointer(), value: value)
  }

  /// A JSON file that nothing reads has a misspelt name.
  func refuseStrays(_ collections: [CollectionDefinition]) throws(FixtureError) {
    let read = ["service.json", "states.json"] + collections.map { "\($0.name).json" }
    for name in source.files(of: service) where name.hasSuffix(".json") && !read.contains(name) {
      throw FixtureError(
        source: source.displayName(service, name),
        message: "there is no such collection" + Suggestion.hint(for: name, among: read))
    }
  }
}
