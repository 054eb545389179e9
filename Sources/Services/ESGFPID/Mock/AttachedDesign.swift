import MockServer

/// How the consumer attaches to a real broker, from `settings.consumer.attached`: a queue of its own
/// that gets what the exchange and its alternate get.
struct AttachedDesign: Sendable {
  /// Made as a durable topic exchange where the broker has none.
  let exchange: String
  let routingKeys: [String]
  /// What the exchange can't route goes there, where the broker has it.
  let alternate: String
  let queue: String
  /// How long the queue outlives the consumer, in milliseconds: nothing is lost while that connects
  /// again, and nothing piles up when it is gone. 0 for as long as the broker has it.
  let expires: Int
  /// Messages that are on their way to the consumer at once.
  let mostUnsettled: UInt16
  /// Between two rounds over the brokers, in milliseconds.
  let pause: Int

  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in try Self(reading: &object) }
  }

  private init(reading object: inout FixtureObject) throws(FixtureError) {
    exchange = try object.required("exchange").string()
    routingKeys = try object.required("routing_keys").strings()
    alternate = try object.required("alternate").string()
    queue = try object.required("queue").string()
    expires = try object.required("expires").duration() / 1_000
    mostUnsettled = UInt16(try object.required("most_unsettled").int(in: 1...65_535))
    pause = try object.required("pause").duration() / 1_000
  }
}
