public import JSON

extension OaioClient {
  /// Registers a new object.
  ///
  /// - Parameters:
  ///   - values: any JSON; `_name` becomes part of the id.
  ///   - stamp: when the values came to be; by default now.
  ///   - oaioID: by default made of app, user, device, name and stamp.
  ///   - cshID: the storage host of its files; by default ``cshDefaultID``.
  /// - Returns: The object, which is pending still when the server could not be asked; nil when the
  ///   server refuses it, since the id or the stamp is registered already. It is kept then, and every
  ///   sync tries again, until ``unregisterObject(_:wipeFiles:)`` drops it.
  /// - Throws: ``OaioError/badArgument(_:)`` when the stamp is too old, the id is taken on this device
  ///   or no id, or an attached file is missing; ``OaioError/file(path:reason:)`` when the cache can't
  ///   be written.
  @discardableResult
  public func registerObject(
    _ values: JSONObject, stamp: OaioStamp? = nil, oaioID: String? = nil, cshID: String? = nil
  ) async throws(OaioError) -> OaioObject? {
    try await inTurn { () async throws(OaioError) in
      let object = try newObject(values, stamp, oaioID, cshID)
      return try await register(object)
    }
  }

  /// Registers a file as a new object.
  ///
  /// - Parameters:
  ///   - fileName: relative to the folder that holds it.
  ///   - fileContent: what the file holds, if it isn't there yet.
  ///   - rootPath: the folder that holds the file, on all devices; it may begin with a placeholder. By
  ///     default the object's own folder in the cache.
  /// - Returns: As ``registerObject(_:stamp:oaioID:cshID:)``.
  /// - Throws: ``OaioError/badArgument(_:)`` when there is no such file, too.
  @discardableResult
  public func registerFile(
    _ fileName: String, fileContent: [UInt8]? = nil, rootPath: String = "",
    stamp: OaioStamp? = nil, cshID: String? = nil
  ) async throws(OaioError) -> OaioObject? {
    try await inTurn { () async throws(OaioError) in
      var values: JSONObject = JSONObject()
      if !rootPath.isEmpty { values["_root_path"] = .string(rootPath) }
      values["_file_paths"] = [.string(fileName)]
      let object = try newObject(values, stamp, nil, cshID)
      if let fileContent { try writeFile(fileName, fileContent, of: object) }
      return try await register(object)
    }
  }

  /// Registers all files of a folder and the folders in it as one new object; files in hidden folders
  /// are left out.
  ///
  /// - Parameter rootPath: the folder, on all devices; it may begin with a placeholder.
  /// - Returns: As ``registerObject(_:stamp:oaioID:cshID:)``.
  /// - Throws: ``OaioError/file(path:reason:)`` when the folder can't be read, too.
  @discardableResult
  public func registerFolder(
    _ rootPath: String, stamp: OaioStamp? = nil, cshID: String? = nil
  ) async throws(OaioError) -> OaioObject? {
    try await inTurn { () async throws(OaioError) in
      let values: JSONObject = try folderValues(rootPath)
      return try await register(try newObject(values, stamp, nil, cshID))
    }
  }

  private func newObject(
    _ values: JSONObject, _ stamp: OaioStamp?, _ oaioID: String?, _ cshID: String?
  ) throws(OaioError) -> OaioObject {
    let stamp = try newStamp(stamp, after: nil)
    let given = oaioID.flatMap { $0.isEmpty ? nil : $0 }
    let id =
      given
      ?? ObjectID.make(app: appID, user: userName, device: deviceID, values: values, stamp: stamp)
    guard ObjectID.isFileName(id) else {
      throw .badArgument(
        "the id \"\(id)\" must be a file name of at most \(ObjectID.longest) bytes")
    }
    guard clientObjectz[id] == nil else {
      throw .badArgument("the object \"\(id)\" is registered on this device already")
    }
    return OaioObject(
      oaioID: id, clientStamp: stamp, serverStamp: nil, clientValues: values,
      serverValues: JSONObject(), cshID: cshID.flatMap { $0.isEmpty ? nil : $0 } ?? cshDefaultID,
      username: userName, deviceID: deviceID, appID: appID, accessRight: .create)
  }

  private func register(_ object: OaioObject) async throws(OaioError) -> OaioObject? {
    try checkFiles(of: object)
    try keep(object)
    do throws(OaioError) {
      return try await upload(object)
    } catch {
      note(error)
      return error.status == 409 ? nil : object
    }
  }
}
