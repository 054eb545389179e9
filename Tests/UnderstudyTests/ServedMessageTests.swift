import AMQP
import ContractRunner
import HTTPClient
import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@testable import understudy

/// Publishes as clients of a broker do.
private struct Publisher {
  let url: String

  /// Publishes the documented message of a description, with `change` made to it, and waits until it
  /// is confirmed.
  func publish(
    _ description: String, to exchange: String = "esgffed-exchange",
    changing change: (inout JSONObject) -> Void = { _ in }
  ) async throws -> PublishOutcome {
    let known = try JSONReader.value(of: Repository.bytes("fixtures/esgfpid/messages.json")).array
    let message = try #require(known?.first { $0["description"]?.string == description })
    var contents = try #require(message["contents"]?.object)
    change(&contents)
    var properties = BasicProperties()
    properties.contentType = message["content_type"]?.string
    properties.deliveryMode = 2
    let sent = AMQPMessage(
      properties: properties, body: JSONWriter.compact(.object(contents)))
    let connection = try await ClientConnection.open(try BrokerAddress(url))
    let channel = try await connection.openChannel()
    try await channel.selectConfirms()
    let outcome = try await channel.publishAndConfirm(
      sent, to: exchange, routingKey: message["metadata"]?["routingKey"]?.string ?? "")
    try await connection.close()
    return outcome
  }
}

/// What a served ESGF PID is told to be.
private struct ServedPID {
  let process: UnderstudyProcess
  let broker: Publisher
  let handles: HTTPClient
  let control: String

  init(_ words: String...) throws {
    process = try UnderstudyProcess(["serve", "esgfpid", "--port", "0", "--json"] + words)
    let line = try #require(process.nextLine())
    let told = try JSONReader.value(of: Array(line.utf8))
    let places = told["services"]?["esgfpid"]
    broker = Publisher(url: try #require(places?["url"]?.string))
    handles = HTTPClient(try #require(HTTPURL(places?["handles_url"]?.string ?? "")))
    control = try #require(told["control"]?["url"]?.string)
  }

  func get(_ target: String) throws -> JSONValue {
    try JSONReader.value(of: try handles.send(.get, target).body)
  }
}

@Suite struct `Messages that are published to a served mock` {
  private static let cart = "/api/handles/21.14100/e5e98180-9b8d-3f3e-9e85-35d556b66b55"
  private static let made = "a data cart is made (documented)"

  @Test func `become handles, and stand in the journal`() async throws {
    let served = try ServedPID()
    #expect(served.broker.url.hasPrefix("amqp://esgf-pub:esgf-pub-secret@127.0.0.1:"))
    #expect(served.broker.url.hasSuffix("/esgf-pid"))
    #expect(try served.get(Self.cart)["responseCode"] == 100)
    #expect(try await served.broker.publish(Self.made) == .acked)
    #expect(try served.get(Self.cart)["responseCode"] == 1)
    let journal = try served.get("/__admin/messages")["messages"]
    #expect(journal?[0]?["wasMatched"] == true && journal?[0]?["mismatches"] == [])
    #expect(try served.get("/__admin/broker") != [:])
  }

  @Test func `that break the contract are journaled with how they differ`() async throws {
    let served = try ServedPID()
    let outcome = try await served.broker.publish(Self.made) { $0["message_timestamp"] = "today" }
    #expect(outcome == .acked)
    let entry = try served.get("/__admin/messages?unmatched=true")["messages"]?[0]
    #expect(entry?["mismatches"]?[0]?["path"] == "$.message_timestamp")
    #expect(try served.get(Self.cart)["responseCode"] == 1)
  }

  @Test func `to an exchange of a client's own are no messages of the consumer`() async throws {
    let served = try ServedPID()
    let outcome = try await served.broker.publish(Self.made, to: "amq.topic")
    #expect(outcome != .acked)
    #expect(try served.get(Self.cart)["responseCode"] == 100)
    #expect(try served.get("/__admin/messages")["messages"]?[0]?["outcome"] == "returned")
  }

  @Test func `are forgotten by a reset, with what came of them`() async throws {
    let served = try ServedPID()
    _ = try await served.broker.publish(Self.made)
    _ = try UnderstudyProcess.run(["reset", "esgfpid", "--control", served.control])
    #expect(try served.get(Self.cart)["responseCode"] == 100)
    #expect(try served.get("/__admin/messages")["messages"] == [])
  }

  @Test func `to a fresh world are that world's`() async throws {
    let served = try ServedPID()
    let started = try UnderstudyProcess.run(
      ["world", "start", "esgfpid", "--json", "--control", served.control])
    let world = try JSONReader.value(of: Array(started.output.utf8))
    let variables = world["environment"]
    let broker = Publisher(url: try #require(variables?["UNDERSTUDY_ESGFPID_URL"]?.string))
    #expect(try await broker.publish(Self.made) == .acked)
    let url = try #require(variables?["UNDERSTUDY_ESGFPID_HANDLES_URL"]?.string)
    let handles = HTTPClient(try #require(HTTPURL(url)))
    #expect(try handles.send(.get, Self.cart).status == .ok)
    #expect(try served.get(Self.cart)["responseCode"] == 100)
  }

  @Test func `are judged while a command is checked`() async throws {
    let contract = try ContractFiles.read(["contracts/esgfpid.json"])
    let bench = try CheckBench(
      contract, try Arguments(["contracts/esgfpid.json"], CheckCommand.specification), nil)
    defer { bench.stop() }
    let url = try #require(bench.environment.first { $0.0 == "UNDERSTUDY_ESGFPID_URL" }?.1)
    let publisher = Publisher(url: url)
    _ = try await publisher.publish(Self.made)
    #expect(!bench.isBroken(isStrict: true))
    #expect(bench.trials.map(\.messages) == [1])
    _ = try await publisher.publish(Self.made) { $0["data_cart_content"] = ["a.b": 7] }
    #expect(bench.isBroken(isStrict: false))
  }
}

@Suite struct `The consumer at another broker` {
  private static let cart = "/api/handles/21.14100/e5e98180-9b8d-3f3e-9e85-35d556b66b55"

  /// Fixtures of a consumer whose queue is there as long as the broker is, and who is quick to try
  /// again: the mock's broker has no queues that expire.
  private static func fixtures() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in Repository.fixtureFiles("esgfpid") {
      let changed = String(decoding: text, as: UTF8.self)
        .replacing(#""expires": "10m""#, with: #""expires": "0s""#)
        .replacing(#""pause": "500ms""#, with: #""pause": "5ms""#)
      try folder.write(name, Array(changed.utf8))
    }
    return folder
  }

  @Test func `takes what is published there, and goes on at the next when one is gone`()
    async throws
  {
    let folder = try Self.fixtures()
    var first: ServedPID? = try ServedPID()
    let second = try ServedPID()
    let brokers = [try #require(first?.broker), second.broker]
    let served = try ServedPID(
      "--fixtures", folder.path, "--amqp", brokers.map(\.url).joined(separator: ","))
    #expect(served.broker.url == brokers[0].url)
    let topology = try served.get("/__admin/broker")
    #expect(topology["attached"]?.array?.count == 2)
    #expect(topology["connected"] == topology["attached"]?[0])
    #expect(try await brokers[0].publish("a data cart is made (documented)") == .acked)
    #expect(try await Self.becomes(served, Self.cart))
    first = nil
    for _ in 0..<1_000
    where try served.get("/__admin/broker")["connected"] != topology["attached"]?[1] {
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(
      try await brokers[1].publish("a file is published as a replica") {
        $0["handle"] = "hdl:21.14100/elsewhere"
      } == .acked)
    #expect(try await Self.becomes(served, "/api/handles/21.14100/elsewhere"))
  }

  /// A message reaches the consumer after its publisher was told that the broker has it.
  private static func becomes(_ served: ServedPID, _ handle: String) async throws -> Bool {
    for _ in 0..<1_000 {
      if try served.handles.send(.get, handle).status == .ok { return true }
      try await Task.sleep(for: .milliseconds(5))
    }
    return false
  }

  @Test(arguments: [
    (["esgfpid", "--amqp", "amqp://u:p@127.0.0.1:1/v"], 3, "cannot attach to a broker: "),
    (["keystone", "--amqp", "amqp://u:p@h/v"], 2, "--amqp is for services that speak AMQP"),
    (["esgfpid", "--amqp", "h"], 2, "--amqp takes amqp://USER:PASSWORD@HOST/VHOST"),
  ])
  func `is refused when there is none`(words: [String], code: Int, error: String) throws {
    let outcome = try UnderstudyProcess.run(["serve", "--port", "0"] + words)
    #expect(outcome.code == Int32(code))
    #expect(outcome.errors.contains(error))
  }
}
