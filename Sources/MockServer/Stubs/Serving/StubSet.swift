/// Stubs that worlds begin with, and the files that their answers are.
public struct StubSet: Sendable {
  let stubs: [Stub]
  let files: StubFiles
  /// Where `save` writes to; nil for stubs that come from no folder.
  public let folder: String?
  /// The file of each stub, by its identifier.
  let origins: [String: String]

  /// No stub.
  public static let none = StubSet(stubs: [], files: StubFiles(folder: nil), folder: nil)

  init(stubs: [Stub], files: StubFiles, folder: String?, origins: [String: String] = [:]) {
    self.origins = origins
    self.stubs = stubs
    self.files = files
    self.folder = folder
  }

  public var count: Int { stubs.count }
}
