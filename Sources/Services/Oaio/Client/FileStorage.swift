public import JSON

/// A host that keeps the files of objects. Paths have no slash in front:
/// `<oaio_id>/<client_stamp>/<file>` (sheet, section 7).
///
/// What an implementation throws stops the object that needs it; it is reported and tried again by
/// the next sync. A file is never passed over.
public protocol FileStorage: Sendable {
  /// Keeps a file; one that is there already is replaced, folders are made as needed.
  func put(_ content: [UInt8], at path: String) async throws(OaioError)
  /// A file's content.
  func get(_ path: String) async throws(OaioError) -> [UInt8]
  /// Removes a folder with all that is in it; one that isn't there is fine.
  func removeFolder(_ path: String) async throws(OaioError)
}

/// How a client comes to a storage: from what the object server tells about the host
/// (`csh_args`), a JSON object.
public typealias FileStorageMaker =
  @Sendable (_ arguments: JSONObject) throws(OaioError) -> any FileStorage

/// The parts of a path below a storage's root.
enum StoragePath {
  /// - Throws: for a name that leads elsewhere: an empty one, `.` and `..`.
  static func names(_ path: String) throws(OaioError) -> [String] {
    let names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for name in names {
      guard !["", ".", ".."].contains(name), !name.utf8.contains(0) else {
        throw .badArgument("\"\(path)\" is no path of a file: \"\(name)\" names nothing")
      }
    }
    return names
  }
}
