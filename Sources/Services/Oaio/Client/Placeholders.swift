import Glibc

/// What words in braces at the beginning of a path stand for on this device, so that one path fits
/// all devices of a user.
public struct Placeholders: Sendable {
  private let folders: [String: String]

  /// `{usr}` is the folder of the user's settings (`$XDG_CONFIG_HOME` or `~/.config`), `{doc}` that of
  /// the documents, `{cwd}` the working directory.
  ///
  /// - Parameter folders: more of them, or others instead, by the word inside the braces.
  public init(_ folders: [String: String] = [:]) {
    let home = OaioClient.variable("HOME") ?? ""
    let usual = [
      "usr": OaioClient.variable("XDG_CONFIG_HOME") ?? "\(home)/.config",
      "doc": "\(home)/Documents", "cwd": ".",
    ]
    self.folders = usual.merging(folders) { $1 }
  }

  /// - Throws: ``OaioError/badArgument(_:)`` for a placeholder that isn't known.
  func resolved(_ path: String) throws(OaioError) -> String {
    guard path.hasPrefix("{"), let end = path.firstIndex(of: "}") else { return path }
    let word = path[path.index(after: path.startIndex)..<end]
    guard let folder = folders[String(word)] else {
      throw .badArgument("the path \"\(path)\" begins with an unknown placeholder")
    }
    return folder + path[path.index(after: end)...]
  }
}
