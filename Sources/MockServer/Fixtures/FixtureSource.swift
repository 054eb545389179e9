import Glibc
import JSON

/// Where fixtures are read from: one folder per service, each with its files.
public struct FixtureSource: Sendable {
  private enum Place: Sendable {
    /// Name as `workqueue/service.json`, and content.
    case files([String: [UInt8]])
    case directory(String)
    /// The folder of one service, whatever it is called.
    case folder(String)
  }

  private let place: Place
  /// Comes before names in messages.
  private let prefix: String
  /// Whether the tests of this build have built every provider state, so that a start need not.
  let isTested: Bool

  /// Files held in memory, named as `workqueue/service.json`.
  ///
  /// - Parameter isTested: whether the tests of this build have built every provider state of them.
  public init(files: [String: [UInt8]], prefix: String, isTested: Bool = false) {
    place = .files(files)
    self.prefix = prefix
    self.isTested = isTested
  }

  /// A directory on disk that holds a folder per service.
  public init(directory: String) {
    let path =
      directory.count > 1 && directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    place = .directory(path)
    prefix = path
    isTested = false
  }

  /// The folder of one service, which its `service.json` names.
  public init(folder: String) {
    let path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    place = .folder(path)
    prefix = path
    isTested = false
  }

  /// Whether a service's folder bears its name.
  var namesServices: Bool {
    if case .folder = place { return false }
    return true
  }

  /// The names of the services that have a folder with a `service.json`, sorted.
  public var services: [String] {
    switch place {
    case .files(let files):
      return files.keys.compactMap { name in
        let parts = name.split(separator: "/")
        return parts.count == 2 && parts[1] == "service.json" ? String(parts[0]) : nil
      }.sorted()
    case .directory(let path):
      return Self.entries(of: path).filter { access("\(path)/\($0)/service.json", R_OK) == 0 }
        .sorted()
    case .folder: return []
    }
  }

  /// The names of a service's files, sorted.
  func files(of service: String) -> [String] {
    switch place {
    case .files(let files):
      return files.keys.filter { $0.hasPrefix(service + "/") }.map {
        String($0.dropFirst(service.count + 1))
      }.sorted()
    case .directory(let path): return Self.entries(of: "\(path)/\(service)").sorted()
    case .folder(let path): return Self.entries(of: path).sorted()
    }
  }

  /// The services that one needs beside it, as its `service.json` says; none when that can't be read.
  public func companions(of service: String) -> [String] {
    description(of: service)?["companions"]?.array?.compactMap(\.string) ?? []
  }

  /// The names of the listeners that a service's `service.json` lists; none when it lists none, or
  /// can't be read.
  public func listeners(of service: String) -> [String] {
    description(of: service)?["listeners"]?.array?.compactMap { $0["name"]?.string } ?? []
  }

  private func description(of service: String) -> JSONValue? {
    try? JSONReader.value(of: (try? text(service, "service.json")) ?? [])
  }

  /// One file of a service.
  ///
  /// - Throws: ``FixtureError`` when it can't be read.
  func text(_ service: String, _ file: String) throws(FixtureError) -> [UInt8] {
    switch place {
    case .files(let files):
      guard let text = files["\(service)/\(file)"] else {
        throw FixtureError(source: displayName(service, file), message: "there is no such file")
      }
      return text
    case .directory, .folder:
      let name = displayName(service, file)
      guard let text = Self.read(name) else {
        throw FixtureError(
          source: name, message: "cannot be read: \(String(cString: strerror(errno)))")
      }
      return text
    }
  }

  /// What a file is called in messages.
  func displayName(_ service: String, _ file: String) -> String {
    namesServices ? "\(prefix)/\(service)/\(file)" : "\(prefix)/\(file)"
  }

  /// The names of what stands in a folder, in no order; without those that begin with a dot.
  public static func entries(of path: String) -> [String] { listing(of: path).map(\.name) }

  /// The same with what is a folder itself, or leads to one.
  static func listing(of path: String) -> [(name: String, isFolder: Bool)] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var listing: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard !name.hasPrefix(".") else { continue }
      // Links, and file systems that do not tell, must be asked.
      let kind = Int(entry.pointee.d_type)
      let isKnown = kind == DT_DIR || kind == DT_REG
      listing.append((name, isKnown ? kind == DT_DIR : isFolder("\(path)/\(name)")))
    }
    return listing
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// A whole file; nil with `errno` set when it can't be read.
  public static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    let size = fstat(descriptor, &status) == 0 ? max(0, Int(status.st_size)) : 0
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: max(1_024, size))
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }
}
