import JSON

extension StubSet {
  /// Where in a folder the stubs are, and where the files that they answer with.
  static let mappingsFolder = "mappings"
  static let filesFolder = "__files"

  /// Whether a folder has stubs.
  public static func isFolder(_ path: String) -> Bool {
    StubFiles.isFolder("\(path)/\(mappingsFolder)")
  }

  /// Reads a folder as WireMock has it: `mappings/` with a stub per file, or several as
  /// `{"mappings": […]}`, and `__files/`.
  ///
  /// - Throws: ``FixtureError`` with file, line and column of the first thing that is wrong.
  public init(folder: String) throws(FixtureError) {
    let path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    guard Self.isFolder(path) else {
      throw FixtureError(
        source: path,
        message: "there is no folder \(Self.mappingsFolder)/ in it, which holds the stubs")
    }
    var stubs: [Stub] = []
    var places: [String: String] = [:]
    for name in Self.stubFiles(in: "\(path)/\(Self.mappingsFolder)") {
      guard let text = FixtureSource.read(name) else {
        throw FixtureError(source: name, message: "cannot be read")
      }
      let root = try FixtureFile(name: name, text: text).root
      for stub in try Self.stubs(root) {
        if let other = places.updateValue(name, forKey: stub.id) {
          throw root.error(
            "the id \(stub.id) is that of a stub in \(other == name ? "the same file" : other)")
        }
        stubs.append(stub)
      }
    }
    self.init(
      stubs: stubs, files: StubFiles(folder: "\(path)/\(Self.filesFolder)"), folder: path,
      origins: places)
  }

  private static func stubFiles(in folder: String, depth: Int = 0) -> [String] {
    guard depth < 20 else { return [] }
    return FixtureSource.entries(of: folder).sorted().flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      if StubFiles.isFolder(path) { return stubFiles(in: path, depth: depth + 1) }
      return name.hasSuffix(".json") ? [path] : []
    }
  }

  /// The stubs of a file. One without an identifier gets that which its place gives it, so that it
  /// keeps it from start to start.
  private static func stubs(_ root: FixtureNode) throws(FixtureError) -> [Stub] {
    let nodes =
      root.value["mappings"] == nil
      ? [root]
      : try root.object { object throws(FixtureError) in
        _ = object.optional("meta")
        return try object.required("mappings").array()
      }
    var stubs: [Stub] = []
    for (place, node) in nodes.enumerated() {
      stubs.append(
        try Stub.read(node, id: { JournalEntry.id(place, in: root.file.name) }))
    }
    return stubs
  }
}

extension StubSet {
  /// The texts of a folder's stubs, by the files' paths; for seeing whether they have changed.
  public static func texts(ofFolder path: String) -> [String: [UInt8]] {
    Dictionary(
      stubFiles(in: "\(path)/\(mappingsFolder)").map { ($0, FixtureSource.read($0) ?? []) },
      uniquingKeysWith: { $1 })
  }

  /// The folders that hold those files.
  public static func folders(ofFolder path: String) -> [String] {
    let root = "\(path)/\(mappingsFolder)"
    let parents = stubFiles(in: root).compactMap { name in
      name.lastIndex(of: "/").map { String(name[..<$0]) }
    }
    return Set(parents + [root]).sorted()
  }
}
