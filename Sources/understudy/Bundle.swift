import CBundle
import ContractRunner
import MockServer
import ServiceCatalogue

/// The files that the binary carries.
enum Bundle {
  static let fixtures = BuiltInServices.fixtures

  /// The page at the control port.
  static let page = DashboardPage(
    Array(UnsafeBufferPointer(start: cbundle_page, count: cbundle_page_size)))

  /// The contract files, by their path in a checkout.
  static func contract(_ path: String) -> [UInt8]? {
    let folder = "contracts/"
    guard path.hasPrefix(folder) else { return nil }
    return BuiltInServices.files(below: folder)[String(path.dropFirst(folder.count))]
  }

  /// What recorded contracts leave out and how they generalise.
  static func recordingRules() throws(CommandFailure) -> RecordingRules {
    let name = "fixtures/recording/rules.json"
    do throws(RecorderError) {
      return try RecordingRules(BuiltInServices.files(below: "")[name] ?? [], name: name)
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }
}
