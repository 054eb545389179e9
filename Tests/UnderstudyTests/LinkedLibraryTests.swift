import Glibc
import MockServer
import Testing

/// What the binary needs beside itself, as its table of names tells.
@Suite struct `What the binary links` {
  private static let bytes = FixtureSource.read(UnderstudyProcess.binary) ?? []

  /// By the C library's functions: the binary is large, and one that tests use is not optimised.
  private static func names(_ library: String) -> Bool {
    let wanted = Array(library.utf8)
    return bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return false }
      var place = 0
      while bytes.count - place >= wanted.count,
        let found = memchr(start + place, Int32(wanted[0]), bytes.count - place)
      {
        place = found - UnsafeMutableRawPointer(mutating: start)
        if bytes.count - place >= wanted.count, memcmp(found, wanted, wanted.count) == 0 {
          return true
        }
        place += 1
      }
      return false
    }
  }

  @Test func `can be found in it`() {
    #expect(Self.names("libswiftCore.so") || Self.names("libm.so"))
  }

  @Test(arguments: ["libTesting.so", "libXCTest.so", "libFoundation", "lib_FoundationICU"])
  func `is nothing that only tests or apps need`(library: String) {
    #expect(!Self.names(library))
  }
}
