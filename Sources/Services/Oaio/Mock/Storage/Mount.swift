import JSON

/// A place of the storage host, with its files in memory.
struct Mount: Sendable {
  let id: String
  let name: String
  let type: String
  private var entries: [StoragePath: Entry] = [.root: .folder([])]
  /// Bytes of all files, with those that others are taken to have stored.
  private(set) var used: Int
  private let limits: StorageSettings

  private enum Entry: Sendable {
    case folder(Set<ExactName>)
    case file([UInt8])
  }

  init(id: String, name: String, type: String, occupied: Int, limits: StorageSettings) {
    self.id = id
    self.name = name
    self.type = type
    self.limits = limits
    used = occupied
  }

  /// A file's content.
  func file(_ path: StoragePath) throws(OaioRefusal) -> [UInt8] {
    guard case .file(let content) = entries[path] else { throw OaioRefusal(.fileMissing) }
    return content
  }

  /// What a folder holds, in order of names.
  func list(_ path: StoragePath) throws(OaioRefusal) -> JSONValue {
    guard case .folder(let names) = entries[path] else { throw OaioRefusal(.fileMissing) }
    return .array(
      names.sorted().map { name in
        let entry = entries[path + name]
        if case .file(let content) = entry { return Self.shown(name, size: content.count) }
        return ["name": .string(name.text), "type": "dir", "size": 0]
      })
  }

  private static func shown(_ name: ExactName, size: Int) -> JSONValue {
    ["name": .string(name.text), "type": "file", "size": .number(JSONNumber(size))]
  }

  mutating func makeFolder(_ name: String, in parent: StoragePath) throws(OaioRefusal) {
    let path = try parent.appending(name)
    try checkFolder(parent)
    guard entries[path] == nil else { throw OaioRefusal(.nameTaken, ["name": name]) }
    try checkRoom(bytes: 0)
    add(.folder([]), at: path)
  }

  /// Keeps a file; one of the same name stays, and the new one gets another. Gives how it is listed.
  mutating func put(
    _ name: String, _ content: [UInt8], in folder: StoragePath
  ) throws(OaioRefusal) -> JSONValue {
    let wanted = try folder.appending(name)
    try checkFolder(folder)
    guard content.count <= limits.largestFile else {
      throw OaioRefusal(
        .fileTooLarge, ["size": String(content.count), "limit": String(limits.largestFile)])
    }
    try checkRoom(bytes: content.count)
    let path = entries[wanted] == nil ? wanted : try free(name, in: folder)
    add(.file(content), at: path)
    return Self.shown(path.name ?? ExactName(name), size: content.count)
  }

  /// `x (1).txt` for `x.txt`, or the next number that is free.
  private func free(_ name: String, in folder: StoragePath) throws(OaioRefusal) -> StoragePath {
    let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
    var number = 1
    while true {
      let path = try folder.appending("\(name[..<dot]) (\(number))\(name[dot...])")
      if entries[path] == nil { return path }
      number += 1
    }
  }

  /// Takes a file away, or a folder with all that is in it.
  mutating func remove(_ path: StoragePath) throws(OaioRefusal) {
    guard let name = path.name else {
      throw OaioRefusal(.badStoragePath, ["problem": "the root can't be removed"])
    }
    guard entries[path] != nil else { throw OaioRefusal(.fileMissing) }
    var waiting = [path]
    while let next = waiting.popLast() {
      switch entries.removeValue(forKey: next) {
      case .file(let content): used -= content.count
      case .folder(let names): waiting += names.map { next + $0 }
      case nil: break
      }
    }
    change(path.parent) { _ = $0.remove(name) }
  }

  /// Keeps a seed's file or, without content, folder, with the folders above it.
  mutating func seed(_ path: StoragePath, _ content: [UInt8]?) {
    guard entries[path] == nil, !path.isRoot else { return }
    seed(path.parent, nil)
    add(content.map { .file($0) } ?? .folder([]), at: path)
  }

  private func checkFolder(_ path: StoragePath) throws(OaioRefusal) {
    guard case .folder = entries[path] else { throw OaioRefusal(.fileMissing) }
  }

  private func checkRoom(bytes: Int) throws(OaioRefusal) {
    guard used + bytes <= limits.capacity else {
      throw OaioRefusal(
        .storageFull,
        ["problem": "\(used) of \(limits.capacity) bytes are used, \(bytes) more do not fit"]
      )
    }
    // The root is no entry of its own.
    guard entries.count <= limits.mostEntries else {
      throw OaioRefusal(
        .storageFull,
        ["problem": "there are \(limits.mostEntries) files and folders, the most there may be"])
    }
  }

  private mutating func add(_ entry: Entry, at path: StoragePath) {
    guard let name = path.name else { return }
    if case .file(let content) = entry { used += content.count }
    entries[path] = entry
    change(path.parent) { _ = $0.insert(name) }
  }

  /// Changes a folder's names in place.
  private mutating func change(_ folder: StoragePath, _ body: (inout Set<ExactName>) -> Void) {
    guard case .folder(var names) = entries.removeValue(forKey: folder) else { return }
    body(&names)
    entries[folder] = .folder(names)
  }
}
