import Glibc
import Testing

@testable import OaioClient

/// A folder of its own for a test, which goes with all that is in it.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/understudy-oaio.XXXXXX".utf8CString)
    let made = try #require(mkdtemp(&template))
    path = String(cString: made)
  }

  deinit { try? Disk().remove(path) }
}
