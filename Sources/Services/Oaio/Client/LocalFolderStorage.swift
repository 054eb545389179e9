/// A storage host that is a folder of this machine, or one that is mounted here.
public struct LocalFolderStorage: FileStorage {
  private let folder: String
  private let disk: Disk

  /// - Parameter folder: made with the first file.
  public init(folder: String) { self.init(folder: folder, disk: Disk()) }

  init(folder: String, disk: Disk) {
    var folder = folder
    while folder.hasSuffix("/"), folder != "/" { folder.removeLast() }
    self.folder = folder
    self.disk = disk
  }

  public func put(_ content: [UInt8], at path: String) async throws(OaioError) {
    try disk.write(content, to: place(path))
  }

  public func get(_ path: String) async throws(OaioError) -> [UInt8] {
    try disk.read(place(path))
  }

  public func removeFolder(_ path: String) async throws(OaioError) {
    try disk.remove(place(path))
  }

  private func place(_ path: String) throws(OaioError) -> String {
    ([folder] + (try StoragePath.names(path))).joined(separator: "/")
  }

  /// Any host of whatever id as this folder.
  public static func maker(folder: String) -> FileStorageMaker {
    { _ throws(OaioError) in LocalFolderStorage(folder: folder) }
  }
}
