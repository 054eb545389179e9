import HTTPMessage
import JSON
import MockBroker
import MockServer
import Synchronization

/// Takes the messages of publishers and keeps the records that come of them.
struct PIDConsumer: Sendable {
  private let rules: [RecordRule]
  /// How a message begins that only tries whether the queue is there.
  private let probe: [UInt8]
  private let scheme: String
  private let virtualHost: String
  /// The broker's queues that it takes messages from.
  private let queues: [String]
  let attached: AttachedDesign

  init(_ node: FixtureNode, _ handles: HandleSettings) throws(FixtureError) {
    scheme = handles.scheme
    (rules, probe, virtualHost, queues, attached) = try node.object {
      object throws(FixtureError) in
      var rules: [RecordRule] = []
      for rule in try object.required("rules").array() {
        rules.append(try RecordRule(rule, fields: handles.fields))
      }
      return (
        rules, Array(try object.required("probe").string().utf8),
        try object.required("vhost").string(), try object.required("queues").strings(),
        try AttachedDesign(object.required("attached"))
      )
    }
  }

  /// Whether a message is in one of the consumer's queues.
  func takes(_ published: PublishedMessage) -> Bool {
    guard published.virtualHost == virtualHost, case .routed(let names) = published.outcome else {
      return false
    }
    return names.contains(where: queues.contains)
  }

  /// Follows the rules that fit a message.
  ///
  /// - Returns: why nothing came of it, or a note without a reason.
  func take(
    _ message: ServiceMessage, _ state: borrowing Mutex<PIDState>, at now: Timestamp
  ) -> MessageNote {
    if message.contents.starts(with: probe) { return MessageNote() }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader.value(of: message.contents)
    } catch {
      return MessageNote(reason: "the contents are no JSON: \(error)", isMatched: false)
    }
    guard var members = value.object else {
      return MessageNote(
        reason: "the contents are no object, but \(value.typeName)", isMatched: false)
    }
    let fitting = rules.filter { $0.fits(members) }
    guard !fitting.isEmpty else {
      let operation = members["operation"].map { "the operation \($0)" } ?? "no operation"
      return MessageNote(reason: "nothing is known to do for \(operation)", isMatched: false)
    }
    if let handle = members["handle"]?.string { members["name"] = .string(name(of: handle)) }
    var reason: String?
    state.withLock { state in
      for rule in fitting {
        reason = follow(rule, members, &state, at: now) ?? reason
      }
    }
    return MessageNote(reason: reason)
  }

  /// - Returns: why nothing could be done; nil when it is done.
  private func follow(
    _ rule: RecordRule, _ message: JSONObject, _ state: inout PIDState, at now: Timestamp
  ) -> String? {
    let names: [String]
    switch rule.target {
    case .record(let template): names = [name(of: Template.fill(template, with: message))]
    case .every(let template): names = state.versions(of: Template.fill(template, with: message))
    }
    if names.isEmpty { return "there is no version of it" }
    for name in names {
      guard !name.contains("${"), name.contains("/") else {
        return "the message names no handle"
      }
      guard var record = state.record(name) ?? (rule.creates ? HandleRecord(name) : nil) else {
        return "there is no handle \(name)"
      }
      if state.record(name) == nil, state.isFull { return "as many handles as are kept are there" }
      for change in rule.changes { change.apply(to: &record, with: message, at: now) }
      state.put(record, at: now)
    }
    return nil
  }

  private func name(of handle: String) -> String {
    handle.hasPrefix(scheme) ? String(handle.dropFirst(scheme.count)) : handle
  }
}
