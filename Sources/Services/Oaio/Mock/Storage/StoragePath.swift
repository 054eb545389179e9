/// Where a file or folder of the storage is: names, from the storage's root on. No name leads back
/// or elsewhere.
struct StoragePath: Sendable, Hashable {
  private let names: [ExactName]

  static let root = StoragePath(names: [])

  /// Bytes of a path, names and slashes.
  private static let longest = 4096

  private init(names: [ExactName]) { self.names = names }

  /// Reads `a/b`, `/a/b` or `a/b/`; `/` and the empty text are the root.
  init(_ text: String) throws(OaioRefusal) {
    guard text.utf8.count <= Self.longest else {
      throw OaioRefusal(.badStoragePath, ["problem": "a path has at most \(Self.longest) bytes"])
    }
    guard !text.contains("//") else {
      throw OaioRefusal(.badStoragePath, ["problem": "a name is empty"])
    }
    var inner = text[...]
    if inner.hasPrefix("/") { inner = inner.dropFirst() }
    if inner.hasSuffix("/") { inner = inner.dropLast() }
    var names: [ExactName] = []
    for name in inner.split(separator: "/") {
      try Self.check(String(name))
      names.append(ExactName(String(name)))
    }
    self.names = names
  }

  private static func check(_ name: String) throws(OaioRefusal) {
    let problem: String
    if name.isEmpty {
      problem = "a name is empty"
    } else if name == "." || name == ".." {
      problem = "\"\(name)\" is no name"
    } else if name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      problem = "a name has a control character"
    } else {
      return
    }
    throw OaioRefusal(.badStoragePath, ["problem": problem])
  }

  var isRoot: Bool { names.isEmpty }
  var name: ExactName? { names.last }
  var parent: StoragePath { StoragePath(names: Array(names.dropLast())) }

  /// The path of what has that name here.
  func appending(_ name: String) throws(OaioRefusal) -> StoragePath {
    try Self.check(name)
    guard !name.utf8.contains(UInt8(ascii: "/")) else {
      throw OaioRefusal(.badStoragePath, ["problem": "a name has a slash"])
    }
    return self + ExactName(name)
  }

  static func + (path: StoragePath, name: ExactName) -> StoragePath {
    StoragePath(names: path.names + [name])
  }
}
