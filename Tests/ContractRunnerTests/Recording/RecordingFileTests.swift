import Contracts
import Glibc
import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@testable import ContractRunner

@Suite struct `A recording's file` {
  private let folder: RecordingFolder
  private var path: String { folder.path + "/shop.json" }

  init() throws { folder = try RecordingFolder() }

  private func text() -> [UInt8] { FixtureSource.read(path) ?? [] }

  private static func interaction(_ number: Int, padding: Int = 0) -> JSONValue {
    [
      "type": "Synchronous/HTTP", "description": .string("asks \(number)"),
      "request": ["method": "GET", "path": .string("/\(number)")],
      "response": [
        "status": 200, "headers": ["X": [.string(String(repeating: "x", count: padding))]],
      ],
    ]
  }

  private static let empty = RecordingFile.empty(consumer: "ann", provider: "shop")

  @Test func `is a whole contract in canonical form after every step`() throws {
    let file = try RecordingFile(path, contract: Self.empty)
    for count in 0...20 {
      let contract = try Contract.read(text(), name: "shop.json")
      #expect(contract.interactions.map(\.description) == (0..<count).map { "asks \($0)" })
      #expect(contract.isCanonical)
      try file.append(Self.interaction(count, padding: count % 3 * 10_000))
    }
  }

  @Test func `goes on with what is there`() throws {
    var contract = Self.empty
    contract["interactions"] = [Self.interaction(0)]
    contract["metadata"] = ["pactSpecification": ["version": "4.0"], "note": "mine"]
    try RecordingFile(path, contract: contract).append(Self.interaction(1))
    let read = try Contract.read(text(), name: "shop.json")
    #expect(read.interactions.map(\.description) == ["asks 0", "asks 1"])
    #expect(read.members["metadata"]?["note"] == "mine")
    #expect(read.isCanonical)
  }

  @Test func `leaves nothing beside it`() throws {
    do {
      let file = try RecordingFile(path, contract: Self.empty)
      try file.append(Self.interaction(0))
    }
    #expect(folder.names == ["shop.json"])
  }

  @Test func `is written where a link leads, and the link stays`() throws {
    let link = folder.path + "/link.json"
    do { _ = try RecordingFile(path, contract: Self.empty) }
    #expect(symlink(path, link) == 0)
    do { try RecordingFile(link, contract: Self.empty).append(Self.interaction(0)) }
    #expect(try Contract.read(text(), name: "shop.json").interactions.count == 1)
    var status = stat()
    #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test func `tells where it can't be`() {
    let error = #expect(throws: RecorderError.self) {
      _ = try RecordingFile("/nowhere/shop.json", contract: Self.empty)
    }
    #expect(error?.description == "cannot write /nowhere/shop.json: No such file or directory")
  }

  @Test func `is read up to any cut`() throws {
    let file = try RecordingFile(path, contract: Self.empty)
    for number in 0..<3 { try file.append(Self.interaction(number)) }
    let whole = text()
    let start = try #require(whole.firstRange(of: Array("[".utf8))?.lowerBound)
    var counts: [Int] = []
    for end in stride(from: start + 1, to: whole.count - 1, by: 7) {
      let before = try RecordedBefore(Array(whole[..<end]), name: "shop.json")
      #expect(before.cut?.hasPrefix("shop.json:") == true)
      #expect(before.contract.consumer == "ann")
      counts.append(before.contract.interactions.count)
    }
    #expect(counts == counts.sorted())
    #expect(Set(counts) == [0, 1, 2, 3])
    #expect(try RecordedBefore(whole, name: "shop.json").cut == nil)
  }

  @Test(arguments: [
    "no JSON", #"{"interactions": 5}"#, #"{"interactions": [{"description": 1}]}"#,
    #"{"interactions": [], "metadata": {"a": 1,}}"#,
  ])
  func `is not mended where something else is wrong`(text: String) {
    #expect(throws: ContractError.self) {
      _ = try RecordedBefore(Array(text.utf8), name: "shop.json")
    }
  }
}

@Suite struct `A recorder` {
  private let folder: RecordingFolder
  private var path: String { folder.path + "/shop.json" }

  init() throws { folder = try RecordingFolder() }

  private func recorder(goingOn: Bool = false) throws -> Recorder {
    let before =
      goingOn
      ? try RecordedBefore(try #require(FixtureSource.read(path)), name: "shop.json") : nil
    return Recorder(
      to: try RecordingFile(
        path,
        contract: before?.contract.members
          ?? RecordingFile.empty(consumer: "ann", provider: "shop")),
      rules: try RecordedExchange.rules(), goingOnFrom: before)
  }

  private func descriptions() throws -> [String] {
    try Contract.read(try #require(FixtureSource.read(path)), name: "shop.json")
      .interactions.map(\.description)
  }

  @Test func `writes equal exchanges once, and numbers those that differ in the answer`() throws {
    let recorder = try recorder()
    let request = Written.request(.get, "/a")
    #expect(recorder.take(request, Written.json("[1]")) == .recorded("GET /a answers 200"))
    #expect(recorder.take(request, Written.json("[1]")) == .known)
    #expect(recorder.take(request, Written.json("{}")) == .recorded("GET /a answers 200 (2)"))
    #expect(recorder.take(request, Written.json("1")) == .recorded("GET /a answers 200 (3)"))
    #expect(recorder.recorded == 3)
    #expect(
      try descriptions() == [
        "GET /a answers 200", "GET /a answers 200 (2)", "GET /a answers 200 (3)",
      ])
  }

  @Test(arguments: RecordedExchange.all)
  func `knows again what it wrote in an earlier run`(exchange: RecordedExchange) throws {
    _ = try recorder().take(exchange.request, exchange.response)
    let later = try recorder(goingOn: true)
    #expect(later.take(exchange.request, exchange.response) == .known)
    let other = later.take(Written.request(.get, "/other"), HTTPResponse(status: .ok))
    #expect(other == .recorded("GET /other answers 200"))
    #expect(try descriptions().count == 2)
  }
}

/// A folder that goes with the test, with all that is in it.
final class RecordingFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/understudy-recording.XXXXXX".utf8CString)
    let made = try #require(mkdtemp(&template).map { String(cString: $0) })
    path = made
  }

  deinit {
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  /// With hidden ones.
  var names: [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
