import AMQP
public import MockServer
import Synchronization

/// The messages that were published, newest kept: bounded by number and by bytes.
///
/// An entry is here before its message is confirmed. Bodies are shared with the queues, so a message
/// that waits in one costs little more here.
public final class MessageJournal: Sendable {
  private let limits: Journal.Limits
  private let ring = Mutex(Ring())

  public init(limits: Journal.Limits = Journal.Limits()) { self.limits = limits }

  private struct Ring {
    /// Entries by number modulo the limit; the oldest is `first`.
    var entries: [MessageEntry?] = []
    var first = 0
    var next = 0
    var bytes = 0
    var dropped = 0
  }

  /// Adds messages in the order they were published, dropping the oldest where a limit is reached.
  public func append(_ published: [(PublishedMessage, MessageNote?)], at time: Timestamp) {
    ring.withLock { ring in
      for (message, note) in published { append(message, note, time, to: &ring) }
    }
  }

  private func append(
    _ published: PublishedMessage, _ note: MessageNote?, _ time: Timestamp, to ring: inout Ring
  ) {
    let entry = MessageEntry(
      number: ring.next, time: time, published: published, bodyBytes: limits.bodyBytes, note: note)
    while ring.next - ring.first >= limits.entries
      || (ring.next > ring.first && ring.bytes + entry.weight > limits.bytes)
    {
      let place = ring.first % limits.entries
      ring.bytes -= ring.entries[place]?.weight ?? 0
      ring.entries[place] = nil
      ring.first += 1
      ring.dropped += 1
    }
    let place = ring.next % limits.entries
    if place < ring.entries.count {
      ring.entries[place] = entry
    } else {
      ring.entries.append(entry)
    }
    ring.bytes += entry.weight
    ring.next += 1
  }

  /// How many entries were dropped for lack of room since the last clearing.
  public var dropped: Int { ring.withLock { $0.dropped } }

  /// How many entries are held.
  public var count: Int { ring.withLock { $0.next - $0.first } }

  /// The entries held, oldest first.
  public func entries() -> [MessageEntry] {
    ring.withLock { ring in
      (ring.first..<ring.next).compactMap { ring.entries[$0 % limits.entries] }
    }
  }

  /// One entry; nil when it is not held.
  public func entry(_ number: Int) -> MessageEntry? {
    ring.withLock { ring in
      (ring.first..<ring.next).contains(number) ? ring.entries[number % limits.entries] : nil
    }
  }

  /// Forgets everything, also how many were dropped. Numbers go on counting.
  public func clear() {
    ring.withLock { ring in
      // Places follow from numbers, so counting goes on at a whole multiple.
      let next = (ring.next + limits.entries - 1) / limits.entries * limits.entries
      ring = Ring(first: next, next: next)
    }
  }
}

/// A message out of the journal.
public struct MessageEntry: Sendable {
  /// Counts all messages of a broker.
  public let number: Int
  public let time: Timestamp
  /// The body is kept up to the journal's limit.
  public let published: PublishedMessage
  public let bodyLength: Int
  public let note: MessageNote?

  init(
    number: Int, time: Timestamp, published: PublishedMessage, bodyBytes: Int, note: MessageNote?
  ) {
    self.number = number
    self.time = time
    self.note = note
    let message = published.message
    bodyLength = message.body.count
    guard bodyLength > bodyBytes else {
      self.published = published
      return
    }
    self.published = PublishedMessage(
      message: Message(
        exchange: message.exchange, routingKey: message.routingKey,
        properties: message.properties, body: Array(message.body.prefix(bodyBytes))),
      isMandatory: published.isMandatory, outcome: published.outcome,
      virtualHost: published.virtualHost, user: published.user, peer: published.peer)
  }

  var weight: Int { published.message.weight }
}
