import MockServer

/// How the consumer attaches to a real broker, from `settings.consumer.attached`: a queue of its own
/// that gets what the exchange and its alternate get.
struct AttachedDesign: Sendable {
  let exchange: String
  /// What the exchange can't route goes there, when the broker has it.
  let alternate: String
  let queue: String
  let routingKey: String
  /// How long the queue outlives the consumer, so that nothing is lost while that connects again: in
  /// milliseconds.
  let expires: Int
  /// Messages that are on their way to the consumer at once.
  let mostUnsettled: Int

  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in
      AttachedDesign(
        exchange: try object.required("exchange").string(),
        alternate: try object.required("alternate").string(),
        queue: try object.required("queue").string(),
        routingKey: try object.required("routing_key").string(),
        expires: try object.required("expires").duration() / 1_000,
        mostUnsettled: try object.required("most_unsettled").int(in: 1...65_535))
    }
  }

  private init(
    exchange: String, alternate: String, queue: String, routingKey: String, expires: Int,
    mostUnsettled: Int
  ) {
    self.exchange = exchange
    self.alternate = alternate
    self.queue = queue
    self.routingKey = routingKey
    self.expires = expires
    self.mostUnsettled = mostUnsettled
  }
}
