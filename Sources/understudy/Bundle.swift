import CBundle
import ContractRunner
import MockServer

/// The files that the binary carries.
enum Bundle {
  static let fixtures = FixtureSource(
    files: files(below: "fixtures/"), prefix: "fixtures", isTested: true)

  /// The page at the control port.
  static let page = DashboardPage(
    Array(UnsafeBufferPointer(start: cbundle_page, count: cbundle_page_size)))

  /// The contract files, by their path in a checkout.
  static func contract(_ path: String) -> [UInt8]? {
    let folder = "contracts/"
    guard path.hasPrefix(folder) else { return nil }
    return files(below: folder)[String(path.dropFirst(folder.count))]
  }

  /// What recorded contracts leave out and how they generalise.
  static func recordingRules() throws(CommandFailure) -> RecordingRules {
    let name = "fixtures/recording/rules.json"
    do throws(RecorderError) {
      return try RecordingRules(files(below: "")[name] ?? [], name: name)
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }

  /// By name without the folder.
  private static func files(below folder: String) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for file in UnsafeBufferPointer(start: cbundle_files(), count: cbundle_file_count) {
      let name = String(cString: file.name)
      guard name.hasPrefix(folder) else { continue }
      files[String(name.dropFirst(folder.count))] = Array(
        UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
    return files
  }
}
