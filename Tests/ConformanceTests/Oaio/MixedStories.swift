import Foundation
import JSON
import MockSupport
import OaioClient
import Testing

/// A device with this package's client and one with the real Python client, on one account.
@Suite(PythonDevice.needed, .serialized) struct `A Swift device beside a Python device` {
  @Test(arguments: RunningOaio.all)
  func `shares objects with it`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    let swift = try running.client("alice", "swift")
    let python = PythonDevice(running, "alice")
    let list: JSONObject = ["items": ["milk"], "größe": 1]
    let made = try #require(try await swift.registerObject(list))
    #expect(try python.run("sync").objects[made.oaioID] == .object(list))

    let longer: JSONValue = ["items": ["milk", "bread"], "größe": 2]
    _ = try python.run("update", made.oaioID, longer.description)
    #expect(await swift.synchronize())
    #expect(await swift.clientObjectz[made.oaioID]?.clientValues["items"] == longer["items"])

    let theirs = try python.run("register", "-", #"{"of": "python"}"#).objects
    #expect(await swift.synchronize())
    #expect(Set(await swift.clientObjectz.keys) == Set(theirs.keys))
    try await swift.unregisterObject(made.oaioID)
    // That it is gone is told to nobody: other devices keep their copy.
    #expect(try python.run("sync").objects[made.oaioID] == longer)
    #expect(await swift.clientObjectz[made.oaioID] == nil)
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningOaio.all)
  func `shares files with it, through the storage host`(oaio: ServiceUnderTest) async throws {
    let running = try RunningOaio(oaio)
    let swift = try running.client("bob", "swift")
    let python = PythonDevice(running, "bob")
    let made = try #require(
      try await swift.registerFile("tst größe.txt", fileContent: Array("from Swift".utf8)))
    #expect(try python.run("sync").files[made.oaioID]?["tst größe.txt"] == "from Swift")

    _ = try python.run("update-file", made.oaioID, "from Python")
    #expect(await swift.synchronize())
    let own = "swift/filez/\(made.oaioID)/tst größe.txt"
    #expect(running.folder.read(own) == Array("from Python".utf8))

    let before = await Set(swift.clientObjectz.keys)
    let theirs = try python.run("register-file", "of python.txt", "abc").objects
    #expect(await swift.synchronize())
    let id = try #require(Set(theirs.keys).subtracting(before).first)
    #expect(running.folder.read("swift/filez/\(id)/of python.txt") == Array("abc".utf8))
    #expect(running.breaches == [])
  }
}

/// A device that `Tests/Interop/oaio/python_device.py` plays.
struct PythonDevice {
  struct State {
    let objects: JSONObject
    let files: [String: [String: String]]
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Names a Python that has the real client.
  private static let variable = "UNDERSTUDY_OAIO_PYTHON"
  private static var python: String? { ProcessInfo.processInfo.environment[variable] }

  static let needed = ConditionTrait.enabled(
    if: python != nil,
    "needs \(variable), a Python with ae-oaio-client: Tests/Interop/run.sh oaio")

  private let url: String
  private let folder: String
  private let user: String

  init(_ running: RunningOaio, _ user: String) {
    url = running.url
    folder = running.folder.path + "/python"
    self.user = user
  }

  /// Lets the device do something; gives what it has afterwards.
  func run(_ words: String...) throws -> State {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.python ?? "")
    process.arguments =
      [Repository.root + "/Tests/Interop/oaio/python_device.py", url, folder, user, "python"]
      + words
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    let complaints = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let line = String(decoding: said, as: UTF8.self).split(separator: "\n").last ?? ""
    guard process.terminationStatus == 0 else {
      throw Failure(description: String(decoding: complaints, as: UTF8.self))
    }
    let state = try JSONReader.value(of: Array(line.utf8))
    var files: [String: [String: String]] = [:]
    for member in state["files"]?.object?.members ?? [] {
      for file in member.value.object?.members ?? [] {
        files[member.key, default: [:]][file.key] = file.value.string
      }
    }
    return State(objects: state["objects"]?.object ?? JSONObject(), files: files)
  }
}
