import Glibc
public import JSON
public import MockServer

/// Files of the checkout that tests read.
public enum Repository {
  /// The folder that holds `Package.swift`.
  public static let root: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  /// The fixtures as they stand in the checkout.
  public static let fixtures = FixtureSource(directory: root + "/fixtures")

  /// A file's bytes; empty when it can't be read, which no test that reads JSON takes for a success.
  public static func bytes(_ path: String) -> [UInt8] {
    FixtureSource.read("\(root)/\(path)") ?? []
  }

  /// The seed records of a collection, as the checkout's fixtures hold them.
  public static func records(_ service: String, _ collection: String) throws -> [JSONValue] {
    try JSONReader.value(of: bytes("fixtures/\(service)/\(collection).json")).array ?? []
  }

  /// The files of a service's fixture folder in memory, so that a test can change them.
  public static func fixtureFiles(_ service: String) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in names(in: "fixtures/\(service)") {
      files["\(service)/\(name)"] = bytes("fixtures/\(service)/\(name)")
    }
    return files
  }

  /// The names in a folder of the checkout, sorted.
  public static func names(in folder: String) -> [String] { entries(of: "\(root)/\(folder)") }

  /// The names in any folder, sorted.
  public static func entries(of path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
