import AMQPSupport
import JSON
import MockBroker
import MockServer
import MockSupport

/// A broker with clients that speak to it without sockets.
final class BrokerBench {
  let broker: Broker
  let wire: WireForm
  var now: Int64 = 0
  private let login: [JSONValue]
  private var clients: [String: Client] = [:]

  private struct Client {
    var session: BrokerSession
    var answers: [JSONValue] = []
    var hasEnded = false
  }

  /// - Parameter memoryLimit: in place of the design's.
  init(
    memoryLimit: Int? = nil, faults: (any BrokerFaultSource)? = nil,
    journal: MessageJournal = MessageJournal(),
    observer: Broker.Observer? = nil
  ) throws {
    wire = try WireForm()
    let text = Repository.bytes("Tests/MockBrokerTests/design.json")
    let file = try FixtureFile(name: "design.json", text: text)
    login = file.root.value["login"]?.array ?? []
    broker = Broker(
      try Self.design(memoryLimit), journal: journal, clock: { Timestamp(microseconds: 1_000_000) },
      faults: faults, observer: observer)
  }

  private static func design(_ memoryLimit: Int?) throws -> BrokerDesign {
    let text = Repository.bytes("Tests/MockBrokerTests/design.json")
    var broker = try JSONReader.value(of: text)["broker"]?.object ?? JSONObject()
    if let memoryLimit { broker["memory_limit"] = .number(JSONNumber(memoryLimit)) }
    let file = try FixtureFile(name: "design.json", text: JSONWriter.compact(.object(broker)))
    return try BrokerDesign(file.root)
  }

  /// All that a client says until it is in.
  var greeting: [JSONValue] { [.string("414d515000000901")] + login }

  /// - Parameter channels: those to open; nil to say nothing.
  func connect(_ name: String = "a", channels: [Int]? = [1]) {
    clients[name] = Client(session: broker.open(peer: name))
    guard let channels else { return }
    send(greeting, on: name)
    send(channels.map { [.number(JSONNumber($0)), "channel.open"] }, on: name)
    _ = take(name)
  }

  func leave(_ name: String) {
    clients.removeValue(forKey: name)?.session.close()
    collect()
  }

  func send(_ values: [JSONValue], on name: String = "a") {
    send(values.flatMap(wire.encode), on: name)
  }

  func send(_ bytes: [UInt8], on name: String = "a") {
    let output = bytes.withUnsafeBytes { clients[name]?.session.received($0, now: now) }
    if let output { keep(output, name) }
    collect()
  }

  /// Has all clients take what has come about for them.
  func collect() {
    for name in clients.keys.sorted() where clients[name]?.hasEnded == false {
      if let output = clients[name]?.session.collect(now: now) { keep(output, name) }
    }
  }

  private func keep(_ output: SessionOutput, _ name: String) {
    guard clients[name]?.hasEnded == false else { return }
    clients[name]?.answers += wire.decode(output.bytes)
    if output.ending != nil {
      clients[name]?.hasEnded = true
      clients[name]?.answers.append("closed")
    }
  }

  /// What a client has got since the last time.
  func take(_ name: String = "a") -> [JSONValue] {
    defer { clients[name]?.answers = [] }
    return clients[name]?.answers ?? []
  }

  /// What nobody has taken; that a connection is closed need not be told.
  var rest: [JSONValue] { clients.values.flatMap(\.answers).filter { $0 != "closed" } }
}
