import HTTPMessage
import JSON
import ServiceAnswers

/// The files of objects, here and at their storage host.
extension OaioClient {
  /// The folder of an object's files on this device.
  ///
  /// Only whoever owns an object says where its files lie on the owner's devices: a folder that another
  /// user names could be any of this machine.
  func fileRoot(of object: OaioObject) throws(OaioError) -> String {
    guard object.accessRight == .create, let path = object.rootPath, !path.isEmpty else {
      return cache.fileFolder(object.oaioID)
    }
    var root = try placeholders.resolved(path)
    while root.hasSuffix("/"), root != "/" { root.removeLast() }
    return root
  }

  private func place(_ file: String, of object: OaioObject) throws(OaioError) -> String {
    ([try fileRoot(of: object)] + (try StoragePath.names(file))).joined(separator: "/")
  }

  func writeFile(
    _ name: String, _ content: [UInt8], of object: OaioObject
  ) throws(OaioError) {
    try cache.disk.write(content, to: place(name, of: object))
  }

  /// - Throws: when a file that the object names isn't there.
  func checkFiles(of object: OaioObject) throws(OaioError) {
    for file in object.filePaths {
      let path = try place(file, of: object)
      guard cache.disk.isFile(path) else { throw .badArgument("there is no file \(path)") }
    }
  }

  /// The values of an object that is a folder.
  func folderValues(_ rootPath: String) throws(OaioError) -> JSONObject {
    var root = try placeholders.resolved(rootPath)
    while root.hasSuffix("/"), root != "/" { root.removeLast() }
    var files: [String] = []
    try collect(in: root, below: "", &files)
    return JSONObject([
      .init(key: "_root_path", value: .string(rootPath)),
      .init(key: "_file_paths", value: .array(files.map { .string($0) })),
    ])
  }

  private func collect(
    in folder: String, below prefix: String, _ files: inout [String]
  ) throws(OaioError) {
    for name in try cache.disk.names(in: folder) where name != Disk.asideName {
      if !cache.disk.isFolder("\(folder)/\(name)") {
        files.append(prefix + name)
      } else if !name.hasPrefix(".") {
        try collect(in: "\(folder)/\(name)", below: "\(prefix)\(name)/", &files)
      }
    }
  }

  // MARK: The storage host

  /// Puts an object's files where other devices find them.
  func storeFiles(of object: OaioObject) async throws(OaioError) {
    guard !object.filePaths.isEmpty else { return }
    let storage = try await storage(of: object)
    for file in object.filePaths {
      let content = try cache.disk.read(place(file, of: object))
      try await storage.put(content, at: Self.storagePath(file, of: object))
    }
  }

  /// Gets an object's files. Nothing is changed here before all of them have come.
  func fetchFiles(of object: OaioObject) async throws(OaioError) {
    guard !object.filePaths.isEmpty else { return }
    var files: [(name: String, path: String)] = []
    for file in object.filePaths { files.append((file, try place(file, of: object))) }
    let storage = try await storage(of: object)
    var contents: [(path: String, content: [UInt8])] = []
    for file in files {
      let content = try await storage.get(Self.storagePath(file.name, of: object))
      contents.append((file.path, content))
    }
    for (path, content) in contents { try cache.disk.write(content, to: path) }
  }

  /// Removes an object's files, here and at the host.
  func wipeFiles(of object: OaioObject) async throws(OaioError) {
    guard !object.filePaths.isEmpty else { return }
    let storage = try await storage(of: object)
    try await storage.removeFolder("\(object.oaioID)/\(object.clientStamp)")
    for file in object.filePaths { try cache.disk.remove(place(file, of: object)) }
    try cache.disk.remove(cache.fileFolder(object.oaioID))
  }

  private static func storagePath(_ file: String, of object: OaioObject) -> String {
    "\(object.oaioID)/\(object.clientStamp)/\(file)"
  }

  /// The storage host of an object, as the server describes it.
  private func storage(of object: OaioObject) async throws(OaioError) -> any FileStorage {
    let id = object.cshID ?? cshDefaultID
    if let storage = storages[id] { return storage }
    guard let make = storageMakers[id] else {
      throw .storage("this client has no storage for the id \"\(id)\"")
    }
    let arguments = try await connection.send(.get, "csh_args/\(Self.segment(id))") {
      answer throws(UnreadableAnswer) in try answer.object()
    }
    let storage = try make(arguments)
    storages[id] = storage
    return storage
  }
}
