public import JSON

extension OaioClient {
  /// Changes values of an object, here at once and on the server if it can be asked.
  ///
  /// - Parameters:
  ///   - stamp: when the values came to be; by default now.
  ///   - reset: whether values that are not named go away.
  /// - Returns: The new version, which is pending still when the server did not take it: then
  ///   ``errorMessage`` says why.
  /// - Throws: ``OaioError/badArgument(_:)`` when the object isn't on this device, the stamp isn't newer
  ///   than the object's, or an attached file is missing; ``OaioError/file(path:reason:)`` when the
  ///   cache can't be written.
  @discardableResult
  public func updateObject(
    _ oaioID: String, _ values: JSONObject, stamp: OaioStamp? = nil, reset: Bool = false
  ) async throws(OaioError) -> OaioObject {
    try await inTurn { () async throws(OaioError) in
      let old = try object(oaioID)
      var changed = reset ? JSONObject() : old.clientValues
      for member in values.members { changed[member.key] = member.value }
      return try await update(newVersion(of: old, changed, stamp))
    }
  }

  /// Changes the file of an object, or its name or folder.
  ///
  /// - Parameters:
  ///   - fileName: by default the name that the object has.
  ///   - fileContent: the new content; nil when the file itself was changed.
  ///   - rootPath: by default the folder that the object has.
  /// - Returns: As ``updateObject(_:_:stamp:reset:)``.
  /// - Throws: ``OaioError/badArgument(_:)`` when there is no such file, too.
  @discardableResult
  public func updateFile(
    _ oaioID: String, fileName: String = "", fileContent: [UInt8]? = nil, rootPath: String = "",
    stamp: OaioStamp? = nil
  ) async throws(OaioError) -> OaioObject {
    try await inTurn { () async throws(OaioError) in
      let old = try object(oaioID)
      guard let name = fileName.isEmpty ? old.filePaths.first : fileName else {
        throw .badArgument("the object \"\(oaioID)\" has no file, so one has to be named")
      }
      var values = old.clientValues
      if !rootPath.isEmpty { values["_root_path"] = .string(rootPath) }
      let others = old.filePaths.count > 1 ? old.filePaths.filter { $0 != name } : []
      values["_file_paths"] = .array((others + [name]).map { .string($0) })
      let new = try newVersion(of: old, values, stamp)
      if let fileContent { try writeFile(name, fileContent, of: new) }
      return try await update(new)
    }
  }

  /// Looks again which files a folder has, and takes what they hold for a new version.
  ///
  /// - Parameter rootPath: by default the folder that the object has.
  /// - Returns: As ``updateObject(_:_:stamp:reset:)``.
  /// - Throws: ``OaioError/file(path:reason:)`` when the folder can't be read, too.
  @discardableResult
  public func updateFolder(
    _ oaioID: String, rootPath: String = "", stamp: OaioStamp? = nil
  ) async throws(OaioError) -> OaioObject {
    try await inTurn { () async throws(OaioError) in
      let old = try object(oaioID)
      guard let root = rootPath.isEmpty ? old.rootPath : rootPath else {
        throw .badArgument("the object \"\(oaioID)\" has no folder, so one has to be named")
      }
      var values = old.clientValues
      for member in try folderValues(root).members { values[member.key] = member.value }
      return try await update(newVersion(of: old, values, stamp))
    }
  }

  private func newVersion(
    of old: OaioObject, _ values: JSONObject, _ stamp: OaioStamp?
  ) throws(OaioError) -> OaioObject {
    var new = old
    new.clientStamp = try newStamp(stamp, after: old.clientStamp)
    new.clientValues = values
    return new
  }

  private func update(_ object: OaioObject) async throws(OaioError) -> OaioObject {
    try checkFiles(of: object)
    try keep(object)
    do throws(OaioError) {
      return try await upload(object)
    } catch {
      note(error)
      return object
    }
  }
}
