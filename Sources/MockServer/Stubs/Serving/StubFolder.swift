import JSON
import Threads

extension StubSet {
  /// Where in a folder the stubs are, and where the files that they answer with.
  static let mappingsFolder = "mappings"
  static let filesFolder = "__files"

  /// Whether a folder has stubs.
  public static func isFolder(_ path: String) -> Bool {
    FixtureSource.isFolder("\(path)/\(mappingsFolder)")
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
    let names = Self.stubFiles(in: "\(path)/\(Self.mappingsFolder)")
    let read = try Parallel.map(names) { name throws(FixtureError) in try Self.stubs(ofFile: name) }
    for (name, (root, found)) in zip(names, read) {
      for stub in found {
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
    return FixtureSource.listing(of: folder).sorted { $0.name < $1.name }.flatMap {
      name, isFolder in
      let path = "\(folder)/\(name)"
      if isFolder { return stubFiles(in: path, depth: depth + 1) }
      return name.hasSuffix(".json") ? [path] : []
    }
  }

  /// The stubs of a file. One without an identifier gets that which its place gives it, so that it
  /// keeps it from start to start.
  private static func stubs(
    ofFile name: String
  ) throws(FixtureError) -> (root: FixtureNode, stubs: [Stub]) {
    guard let text = FixtureSource.read(name) else {
      throw FixtureError(source: name, message: "cannot be read")
    }
    let root = try FixtureFile(name: name, text: text).root
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
    return (root, stubs)
  }
}

extension StubSet {
  /// The texts of a folder's stubs, by the files' paths; for seeing whether they have changed.
  public static func texts(ofFolder path: String) -> [String: [UInt8]] {
    let names = stubFiles(in: "\(path)/\(mappingsFolder)")
    let texts = Parallel.map(names) { FixtureSource.read($0) ?? [] }
    return Dictionary(zip(names, texts)) { $1 }
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
