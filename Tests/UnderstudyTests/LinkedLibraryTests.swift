import MockServer
import Testing

/// What the binary needs beside itself, as its table of names tells.
@Suite struct `What the binary links` {
  private static let bytes = FixtureSource.read(UnderstudyProcess.binary) ?? []

  private static func names(_ library: String) -> Bool {
    bytes.firstRange(of: Array(library.utf8)) != nil
  }

  @Test func `can be found in it`() {
    #expect(Self.names("libswiftCore.so") || Self.names("libm.so"))
  }

  @Test(arguments: ["libTesting.so", "libXCTest.so", "libFoundation", "lib_FoundationICU"])
  func `is nothing that only tests or apps need`(library: String) {
    #expect(!Self.names(library))
  }
}
