/// Stubs that worlds begin with, and the files that their answers are.
public struct StubSet: Sendable {
  let stubs: [Stub]
  let files: StubFiles
  /// Where `save` writes to; nil for stubs that come from no folder.
  let folder: String?

  /// No stub.
  public static let none = StubSet(stubs: [], files: StubFiles(folder: nil), folder: nil)

  init(stubs: [Stub], files: StubFiles, folder: String?) {
    self.stubs = stubs
    self.files = files
    self.folder = folder
  }

  public var count: Int { stubs.count }
}
