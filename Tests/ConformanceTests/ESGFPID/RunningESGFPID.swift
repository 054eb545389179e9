import AMQP
import ContractRunner
import ESGFPIDClient
import EventLoop
import JSON
import MockServer
import MockSupport
import Testing

@testable import understudy

/// The ESGF PID client against a message broker: the mock in this process, or the one that
/// `UNDERSTUDY_ESGFPID_URL` names, where one at a time may run.
@Suite(.serialized, .timeLimit(.minutes(3))) struct `Conformance of the ESGF PID client` {}

/// A broker that runs for one test.
final class RunningESGFPID: Sendable {
  let url: String
  private let loops: EventLoopGroup?
  private let group: RunningGroup?

  static let all = ServiceUnderTest.all("esgfpid")

  init(_ tested: ServiceUnderTest) throws {
    switch tested.place {
    case .named(let url):
      self.url = url
      (loops, group) = (nil, nil)
    case .mock(let profile):
      let loops = try EventLoopGroup(count: 1)
      let blueprint = try ServiceCatalogue.blueprint(
        "esgfpid", from: Repository.fixtures, profile: profile)
      let group = try WorldHost(loops: loops).start([blueprint])
      url = try #require(group.group.urls["esgfpid"])
      self.loops = loops
      self.group = group
    }
  }

  deinit {
    group?.stop()
    loops?.shutdown()
  }

  var address: BrokerAddress { get throws { try BrokerAddress(url) } }
}

/// An exchange and a queue of a test's own, and connectors to it. Both go when the test is over.
final class PIDBench: Sendable {
  let exchange: String
  let queue: String
  let address: BrokerAddress
  /// It runs as long as this.
  private let running: RunningESGFPID
  private let connection: ClientConnection
  let channel: ClientChannel
  private let judge: MessageJudge

  /// - Parameters:
  ///   - keys: what the queue is bound for.
  ///   - keeps: whether the queue outlives a restart of the broker.
  init(
    _ running: RunningESGFPID, keys: [String] = ["#"], keeps: Bool = false,
    arguments: FieldTable = FieldTable()
  ) async throws {
    let name = "conformance-\(UInt32.random(in: 0 ... .max))"
    exchange = name
    self.running = running
    address = try running.address
    connection = try await ClientConnection.open(address)
    channel = try await connection.openChannel()
    try await channel.declareExchange(name, type: "topic")
    queue = try await channel.declareQueue(
      "\(name)-queue", durable: keeps, exclusive: !keeps, arguments: arguments
    ).queue
    for key in keys { try await channel.bind(queue, to: name, routingKey: key) }
    judge = MessageJudge(try ServiceUnderTest.contract(of: "esgfpid"))
  }

  func connector(
    exchange: String? = nil, address: BrokerAddress? = nil, rule: RetryRule = RetryRule()
  ) throws -> Connector {
    let address = address ?? self.address
    return try Connector(
      handlePrefix: "21.14100", exchangeName: exchange ?? self.exchange,
      credentials: [
        MessagingCredentials(
          host: address.host, port: address.port, user: address.user, password: address.password,
          virtualHost: address.virtualHost)
      ], dataNode: "esgf.example.org", threddsServicePath: "/thredds/fileServer/", retryRule: rule)
  }

  /// What is in the queue, which is empty then.
  func take() async throws -> [DeliveredMessage] {
    var messages: [DeliveredMessage] = []
    while let message = try await channel.get(queue, noAck: true) { messages.append(message) }
    return messages
  }

  /// What the contract has against a message, in words. It is made for the usual exchange, and tells
  /// whether a message was mandatory, which a consumer is not told.
  func objections(to message: DeliveredMessage) -> [String] {
    var metadata = JSONObject([
      .init(key: "exchange", value: "esgffed-exchange"),
      .init(key: "routingKey", value: .string(message.routingKey)),
      .init(key: "mandatory", value: true),
    ])
    let properties = message.message.properties
    metadata["contentType"] = properties.contentType.map { .string($0) }
    metadata["deliveryMode"] = properties.deliveryMode.map { .number(JSONNumber(Int($0))) }
    let sent = SentMessage(
      contents: message.message.body, contentType: properties.contentType, metadata: metadata)
    return judge.judge(sent).mismatches.map { "\(message.routingKey): \($0)" }
  }

  /// Removes what was made.
  func end() async throws {
    try await channel.deleteQueue(queue)
    try await channel.deleteExchange(exchange)
    try await connection.close()
  }
}

extension DeliveredMessage {
  var json: JSONValue? { try? JSONReader.value(of: message.body) }
}
