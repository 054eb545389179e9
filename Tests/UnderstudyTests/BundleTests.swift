import CBundle
import MockServer
import MockSupport
import Testing

@testable import understudy

@Suite struct `The binary` {
  /// The checkout's fixtures and contracts, by name as `fixtures/workqueue/jobs.json`.
  private static let checkout: [String: [UInt8]] = {
    var files: [String: [UInt8]] = [:]
    for service in Repository.names(in: "fixtures") {
      for (name, text) in Repository.fixtureFiles(service) { files["fixtures/\(name)"] = text }
    }
    for name in Repository.names(in: "contracts") where name.hasSuffix(".json") {
      files["contracts/\(name)"] = Repository.bytes("contracts/\(name)")
    }
    return files
  }()

  private static let carried: [String: [UInt8]] = {
    var files: [String: [UInt8]] = [:]
    for file in UnsafeBufferPointer(start: cbundle_files(), count: cbundle_file_count) {
      files[String(cString: file.name)] = Array(
        UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
    return files
  }()

  @Test func `carries exactly the fixtures and contracts of the checkout`() {
    #expect(!Self.checkout.isEmpty)
    #expect(Self.carried.keys.sorted() == Self.checkout.keys.sorted())
  }

  @Test(arguments: checkout.keys.sorted())
  func `carries each file byte for byte`(name: String) {
    #expect(Self.carried[name] == Self.checkout[name])
  }

  @Test func `knows how to serve each service that it carries`() {
    #expect(Bundle.fixtures.services == ServiceCatalogue.names.sorted())
  }

  @Test(arguments: ServiceCatalogue.names)
  func `reads what it carries, in each profile`(service: String) throws {
    let usual = try ServiceCatalogue.blueprint(service, from: Bundle.fixtures)
    for profile in usual.description.profiles {
      let world = try ServiceCatalogue.blueprint(service, from: Bundle.fixtures, profile: profile)
      #expect(world.description.profile == profile)
    }
  }
}
