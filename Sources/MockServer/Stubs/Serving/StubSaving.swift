import Glibc
import JSON

/// Writes stubs where they are read from.
enum StubSaving {
  struct Problem: Error {
    let reason: String
  }

  /// The name of a stub's file: what it is about, so that people find it, and its identifier.
  static func fileName(of stub: Stub) -> String {
    let about =
      stub.form["name"]?.string
      ?? "\(stub.pattern.method.wanted) \(stub.pattern.url.wanted?.text ?? "any")"
    let words = about.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.prefix(8).map { $0.prefix(30) }.joined(separator: "-") + "-\(stub.id).json"
  }

  /// Writes a file aside and puts it in its place, so that nobody reads half of it.
  static func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    let aside = path + ".new"
    let descriptor = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw problem(path) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        close(descriptor)
        throw problem(path)
      }
      written += count
    }
    guard close(descriptor) == 0, rename(aside, path) == 0 else { throw problem(path) }
  }

  private static func problem(_ path: String) -> Problem {
    Problem(reason: "\(path): \(String(cString: strerror(errno)))")
  }
}

extension StubBook {
  /// Writes the stubs in force to the folder that they came from: those of a file into that file,
  /// each other one into a file of its own. From then on they are what a reset goes back to.
  func save(at now: Timestamp) throws(StubSaving.Problem) {
    guard let folder = initial.folder else {
      throw StubSaving.Problem(
        reason: "they came from no folder; start with a folder of stubs or with --stubs DIR")
    }
    let stubs = all(at: now).reversed().map(\.stub)
    let path = "\(folder)/\(StubSet.mappingsFolder)"
    var files = initial.origins
    for stub in stubs where files[stub.id] == nil {
      files[stub.id] = "\(path)/\(StubSaving.fileName(of: stub))"
    }
    let byFile = Dictionary(grouping: stubs) { files[$0.id] ?? "" }
    for (file, stubs) in byFile {
      let forms = stubs.map { JSONValue.object($0.form) }
      let isShared = initial.origins.values.count { $0 == file } > 1
      try StubSaving.write(
        JSONWriter.pretty(isShared ? ["mappings": .array(forms)] : forms[0]), to: file)
    }
    let known = Dictionary(uniqueKeysWithValues: stubs.map { ($0.id, files[$0.id] ?? "") })
    initial = StubSet(stubs: stubs, files: self.files, folder: folder, origins: known)
  }

  /// Takes what its folder holds now in place of what it held: stubs that came by calls stay, as do
  /// the states of scenarios.
  public func reload(_ set: StubSet, at now: Timestamp) {
    let old = Set(initial.stubs.map(\.id))
    let gone = old.subtracting(set.stubs.map(\.id))
    replace(gone, with: set.stubs, at: now)
    initial = set
  }
}
