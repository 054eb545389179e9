public import EventLoop
public import HTTPMessage
import JSON
import MockBroker
public import MockServer
public import Synchronization

/// The messaging service behind ESGF's persistent identifiers: a message broker, the consumer of what
/// is published there, and the handle records that come of it, read over HTTP.
///
/// Facts: ESGF PID's wire sheet; how records look follows the names of ESGF's PID profile.
public struct ESGFPIDMock: MockService {
  public var fixtures: ServiceFixtures
  private let consumer: PIDConsumer
  private let answers: HandleAnswers
  private let design: BrokerDesign
  /// By description.
  private let documented: [String: ServiceMessage]

  /// - Throws: ``FixtureError`` when the settings or the messages are wrong.
  public init(fixtures: ServiceFixtures) throws(FixtureError) {
    self.fixtures = fixtures
    let (handles, consumer) = try fixtures.settings.object { object throws(FixtureError) in
      let handles = try HandleSettings(object.required("handles"))
      return (handles, try PIDConsumer(object.required("consumer"), handles))
    }
    try fixtures.profile.object { _ throws(FixtureError) in }
    self.consumer = consumer
    design = try BrokerDesign(fixtures.document("broker"))
    answers = HandleAnswers(settings: handles)
    var documented: [String: ServiceMessage] = [:]
    for node in try fixtures.collections.records("messages") {
      let (description, message) = try Self.message(node)
      documented[description] = message
    }
    self.documented = documented
  }

  private static func message(
    _ node: FixtureNode
  ) throws(FixtureError) -> (String, ServiceMessage) {
    try node.object { object throws(FixtureError) in
      let contents = try object.required("contents").value
      let metadata = try object.required("metadata")
      _ = try metadata.members()
      return (
        try object.required("description").string(),
        ServiceMessage(
          contents: contents.string.map { Array($0.utf8) } ?? JSONWriter.compact(contents),
          contentType: try object.required("content_type").string(),
          metadata: metadata.value.object ?? JSONObject())
      )
    }
  }

  public func state(from collections: Collections) throws(FixtureError) -> PIDState {
    let settings = answers.settings
    var state = PIDState(settings)
    for node in try collections.records("handles") {
      let (record, changed) = try node.object { object throws(FixtureError) in
        var record = HandleRecord(try object.required("handle").string())
        let changed = try object.required("changed").timestamp()
        let values = try object.required("values")
        for (field, value) in try values.members() {
          guard settings.fields[field] != nil else {
            throw values.unknownKey(field, among: Array(settings.fields.keys))
          }
          record.set(field, to: value.value.recordTexts, at: changed)
        }
        return (record, changed)
      }
      state.put(record, at: changed)
    }
    return state
  }

  public func respond(
    to request: HTTPRequest, state: borrowing Mutex<PIDState>, context: ServiceContext
  ) -> Answer {
    answers.answer(to: request) { handle in state.withLock { $0.record(handle) } }
  }

  public func message(_ description: String, context: ServiceContext) -> ServiceMessage? {
    documented[description]
  }

  public func take(
    _ message: ServiceMessage, state: borrowing Mutex<PIDState>, context: ServiceContext
  ) -> MessageNote {
    consumer.take(message, state, at: context.now)
  }

  public var faultEvents: [FaultEvent] { BrokerFault.faultEvents }

  public func listen(
    at site: ListenerSite, for world: any ServiceWorld
  ) throws(SocketError) -> any FurtherListener {
    guard site.upstreams.isEmpty else {
      return try AttachedConsumer(consumer.attached, at: site, for: world)
    }
    let clock = world.group.clock
    // The world holds the listener.
    let broker = Broker(design, clock: { clock.now() }, faults: world.faults) {
      [weak world, consumer] published in
      world?.receive(ServiceMessage(published), isTaken: consumer.takes(published))
    }
    let server = try BrokerServer(
      broker, on: site.address, group: site.loops, spread: site.spread, use: site.use)
    return BrokerListener(
      broker, server, url: site.listener.url(at: server.address.description))
  }
}
