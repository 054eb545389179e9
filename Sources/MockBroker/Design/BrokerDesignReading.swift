import AMQP
import JSON
public import MockServer

extension BrokerDesign {
  /// Reads a design.
  ///
  /// - Throws: ``FixtureError`` that points at what is wrong.
  public init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { (object: inout FixtureObject) throws(FixtureError) in
      let tune = try object.required("tune").object {
        (tune: inout FixtureObject) throws(FixtureError) in
        (
          channels: UInt16(try tune.required("channel_max").int(in: 0...65_535)),
          frame: UInt32(try tune.required("frame_max").int(in: Self.frameSizes)),
          heartbeat: UInt16(try tune.required("heartbeat").int(in: 0...65_535))
        )
      }
      let hosts = try Self.list(object.required("vhosts"), VirtualHost.init)
      let users = try Self.list(object.required("users")) { node throws(FixtureError) in
        try User(node, hosts: hosts.map(\.name))
      }
      return BrokerDesign(
        serverProperties: try FieldTable(object.required("server_properties")),
        mechanisms: try object.required("mechanisms").strings(),
        locales: try object.required("locales").strings(), channelMax: tune.channels,
        frameMax: tune.frame, heartbeat: tune.heartbeat,
        memoryLimit: try object.required("memory_limit").int(in: 0...Int.max),
        maxMessageSize: try object.required("max_message_size").int(in: 0...Int.max), users: users,
        virtualHosts: hosts)
    }
  }

  /// Smaller frames than 4,096 bytes nobody may ask for (AMQP 0-9-1, section 4.2.3).
  private static let frameSizes = 4_096...Int(Int32.max)

  private static func list<Element>(
    _ node: FixtureNode?, _ read: (FixtureNode) throws(FixtureError) -> Element
  ) throws(FixtureError) -> [Element] {
    var elements: [Element] = []
    for element in try node?.array() ?? [] { elements.append(try read(element)) }
    return elements
  }
}

extension BrokerDesign.User {
  fileprivate init(_ node: FixtureNode, hosts: [String]) throws(FixtureError) {
    self = try node.object { (object: inout FixtureObject) throws(FixtureError) in
      let name = try object.required("name").string()
      let password = try object.required("password").string()
      var own: [String] = []
      for host in try object.required("vhosts").array() {
        own.append(try host.one(of: hosts, "vhost"))
      }
      return BrokerDesign.User(name: name, password: password, virtualHosts: own)
    }
  }
}

extension BrokerDesign.VirtualHost {
  fileprivate init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { (object: inout FixtureObject) throws(FixtureError) in
      let name = try object.required("name").string()
      let exchanges = try Self.list(object.optional("exchanges"), BrokerDesign.Exchange.init)
      let queues = try Self.list(object.optional("queues"), BrokerDesign.Queue.init)
      let bindings = try Self.list(object.optional("bindings")) { node throws(FixtureError) in
        try BrokerDesign.Binding(
          node, exchanges: exchanges.map(\.name), queues: queues.map(\.name))
      }
      let policies = try Self.list(object.optional("policies"), BrokerDesign.Policy.init)
      return BrokerDesign.VirtualHost(
        name: name, exchanges: exchanges, queues: queues, bindings: bindings, policies: policies)
    }
  }

  private static func list<Element>(
    _ node: FixtureNode?, _ read: (FixtureNode) throws(FixtureError) -> Element
  ) throws(FixtureError) -> [Element] {
    var elements: [Element] = []
    for element in try node?.array() ?? [] { elements.append(try read(element)) }
    return elements
  }
}

extension BrokerDesign.Exchange {
  fileprivate init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { (object: inout FixtureObject) throws(FixtureError) in
      BrokerDesign.Exchange(
        name: try object.required("name").string(),
        kind: try object.required("type").word(
          Dictionary(
            uniqueKeysWithValues: BrokerExchange.Kind.allCases.map { ($0.rawValue, $0) })),
        isDurable: try object.optional("durable")?.bool() ?? true,
        isInternal: try object.optional("internal")?.bool() ?? false)
    }
  }
}

extension BrokerDesign.Queue {
  fileprivate init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { (object: inout FixtureObject) throws(FixtureError) in
      let name = try object.required("name").string()
      let arguments = object.optional("arguments")
      let table = try arguments.map { node throws(FixtureError) in try FieldTable(node) }
      let limit: BrokerQueue.Limit?
      do throws(Refusal) {
        limit = try QueueArguments.limit(in: table ?? FieldTable(), of: "queue '\(name)'")
      } catch {
        throw arguments?.error(error.reason) ?? node.error(error.reason)
      }
      return BrokerDesign.Queue(
        name: name, isDurable: try object.optional("durable")?.bool() ?? true,
        arguments: table ?? FieldTable(), limit: limit,
        isDrained: try object.optional("drained")?.bool() ?? false)
    }
  }
}

extension BrokerDesign.Binding {
  fileprivate init(
    _ node: FixtureNode, exchanges: [String], queues: [String]
  ) throws(FixtureError) {
    self = try node.object { (object: inout FixtureObject) throws(FixtureError) in
      BrokerDesign.Binding(
        exchange: try object.required("exchange").one(of: exchanges, "exchange"),
        queue: try object.required("queue").one(of: queues, "queue"),
        key: try object.required("routing_key").string())
    }
  }
}

extension BrokerDesign.Policy {
  fileprivate init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { (object: inout FixtureObject) throws(FixtureError) in
      let pattern = try object.required("pattern")
      let text = try pattern.string()
      guard (try? Regex(text)) != nil else {
        throw pattern.error("\"\(text)\" is no regular expression")
      }
      return BrokerDesign.Policy(
        pattern: text, alternateExchange: try object.required("alternate_exchange").string())
    }
  }
}

extension FixtureNode {
  /// A name that stands elsewhere in the design.
  fileprivate func one(of names: [String], _ what: String) throws(FixtureError) -> String {
    let name = try string()
    guard names.contains(name) else {
      throw error("there is no \(what) \"\(name)\"" + Suggestion.hint(for: name, among: names))
    }
    return name
  }
}
