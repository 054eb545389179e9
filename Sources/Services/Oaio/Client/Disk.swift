import Glibc

/// Files of this machine. Every file appears whole: it is written aside and renamed, so the end of the
/// process at any moment leaves the old content or the new one.
struct Disk: Sendable {
  /// A change that is about to be made.
  struct Step: Sendable {
    let action: String
    let path: String
  }

  /// Asked before each change; what it throws stops it. For tests of what a crash leaves behind.
  var gate: @Sendable (Step) throws(OaioError) -> Void = { _ in }

  /// The name of a file that is being written. No file of an object has it.
  static let asideName = ".oaio-new"

  func read(_ path: String) throws(OaioError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Self.failure(path) }
    defer { close(file) }
    var content: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(file, &part, part.count)
      guard count >= 0 else { throw Self.failure(path) }
      if count == 0 { return content }
      content += part.prefix(count)
    }
  }

  func write(_ content: [UInt8], to path: String) throws(OaioError) {
    let folder = Self.folder(of: path)
    try makeFolder(folder)
    let aside = "\(folder)/\(Self.asideName)"
    try gate(Step(action: "write", path: path))
    let file = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Self.failure(aside) }
    var rest = content[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else {
        let failure = Self.failure(aside)
        close(file)
        throw failure
      }
      rest = rest.dropFirst(count)
    }
    guard close(file) == 0 else { throw Self.failure(aside) }
    try move(aside, to: path)
  }

  func move(_ from: String, to path: String) throws(OaioError) {
    try gate(Step(action: "move", path: path))
    guard rename(from, path) == 0 else { throw Self.failure(path) }
  }

  /// Makes a folder and those above it, where they are missing.
  func makeFolder(_ path: String) throws(OaioError) {
    guard !path.isEmpty, !isFolder(path) else { return }
    try makeFolder(Self.folder(of: path))
    try gate(Step(action: "make", path: path))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.failure(path) }
  }

  /// Removes a file, or a folder with all that is in it; one that isn't there is fine.
  func remove(_ path: String) throws(OaioError) {
    if isFolder(path) {
      for name in try names(in: path) { try remove("\(path)/\(name)") }
      try gate(Step(action: "remove", path: path))
      guard rmdir(path) == 0 else { throw Self.failure(path) }
    } else {
      try gate(Step(action: "remove", path: path))
      guard unlink(path) == 0 || errno == ENOENT else { throw Self.failure(path) }
    }
  }

  /// The names in a folder, hidden ones too, sorted by their bytes.
  func names(in folder: String) throws(OaioError) -> [String] {
    guard let directory = opendir(folder) else { throw Self.failure(folder) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A link is none, wherever it leads.
  func isFolder(_ path: String) -> Bool { mode(path) == S_IFDIR }
  func isFile(_ path: String) -> Bool { access(path, F_OK) == 0 && mode(path) != S_IFDIR }

  private func mode(_ path: String) -> mode_t? {
    var facts = stat()
    return lstat(path, &facts) == 0 ? facts.st_mode & S_IFMT : nil
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return String(path[..<slash])
  }

  private static func failure(_ path: String) -> OaioError {
    .file(path: path, reason: String(cString: strerror(errno)))
  }
}
