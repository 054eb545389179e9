import JSON
import Testing

@testable import ESGFPIDClient

@Suite struct `A rule of the ESGF PID client` {
  @Test(arguments: Case.all("handles"))
  func `makes the handles of the Python client`(one: Case) throws {
    let handle: String
    if let cart = one.value["cart"]?.object {
      let content = Dictionary(
        uniqueKeysWithValues: cart.members.map { ($0.key, $0.value.string) })
      handle = Handle.dataCart(content, prefix: "21.14100")
    } else {
      let version = one.value["version"]
      let number = try #require(
        version?.int.map { VersionNumber($0) } ?? version?.string.map { VersionNumber($0) })
      let connector = try Calls.connector(nil)
      handle = connector.makeHandle(drsID: try one.text("drs_id"), versionNumber: number)
    }
    #expect(handle == (try one.text("handle")))
  }

  @Test(arguments: Case.all("digests"))
  func `digests messages of every length`(one: Case) throws {
    let message = [UInt8](repeating: UInt8(ascii: "a"), count: one.value["length"]?.int ?? -1)
    let digits = MD5.digest(of: message).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    #expect(digits.joined() == (try one.text("md5")))
  }

  @Test(arguments: Case.all("json"))
  func `writes JSON as Python does`(one: Case) throws {
    #expect(PythonJSON.text(try #require(one.value["value"])) == (try one.text("text")))
  }

  @Test(arguments: Case.all("timestamps"))
  func `writes the time as Python does`(one: Case) throws {
    let microseconds = try #require(one.value["microseconds"]?.int)
    #expect(MessagingClock.timestamp(microseconds) == (try one.text("text")))
  }

  @Test(arguments: Case.all("orders"))
  func `tries hosts in the order of their priorities`(one: Case) throws {
    let priorities = (one.value["priorities"]?.array ?? []).map { $0.string.map { Priority($0) } }
    let chance = one.value["chance"]?.int
    var rounds = HostRounds(priorities, most: 2) { below in chance ?? below - 1 }
    for _ in 0..<2 {
      let order = (0..<priorities.count).map { _ in rounds.next() }
      #expect(order == (one.value["order"]?.array ?? []).compactMap(\.int).map { .host($0) })
      _ = rounds.next()
    }
  }

  @Test func `tries all hosts three times, and again once a channel has opened`() {
    var rounds = HostRounds([nil], most: 3) { _ in 0 }
    let vain: [HostRounds.Step] = [.host(0), .pause, .host(0), .pause, .host(0), .giveUp]
    #expect((0..<6).map { _ in rounds.next() } == vain)
    rounds = HostRounds([nil], most: 3) { _ in 0 }
    #expect(rounds.next() == .host(0))
    rounds.opened()
    #expect((0..<7).map { _ in rounds.next() } == [.pause] + vain)
  }

  @Test(arguments: Case.all("refused"))
  func `refuses what makes no sense`(one: Case) throws {
    let error = #expect(throws: PIDError.self) {
      let connector = try Calls.connector(one.value["connector"])
      for call in one.value["calls"]?.array ?? [] { try Calls.make(call, on: connector) }
    }
    #expect(error.map { "\($0)" } == (try one.text("error")))
  }

  @Test func `keeps a publication in its order`() throws {
    let connector = try Calls.connector(nil)
    try connector.startMessaging()
    let assistant = try connector.createPublicationAssistant(
      drsID: "a", versionNumber: 1, isReplica: false)
    let file = PublishedFile(
      name: "f", handle: "21.14100/a", size: 1, checksum: "c", checksumType: "t", publishPath: "p",
      version: "1")
    #expect(throws: PIDError.noFileAdded) { try assistant.datasetPublicationFinished() }
    try assistant.add(file)
    #expect(try assistant.datasetPublicationFinished().map(\.number) == [1, 2])
    #expect(throws: PIDError.tooLateForFiles) { try assistant.add(file) }
    #expect(throws: PIDError.alreadyPublished) { try assistant.datasetPublicationFinished() }
  }

  @Test func `reads credentials from an address`() throws {
    let read = try MessagingCredentials(url: "amqp://u:p@h:5679/v", priority: 2)
    #expect(read.host == "h" && read.port == 5679 && read.virtualHost == "v")
    #expect(throws: PIDError.self) { try MessagingCredentials(url: "amqps://u:p@h/v") }
  }
}
