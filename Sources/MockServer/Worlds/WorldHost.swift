public import EventLoop
public import HTTPServer

/// Where worlds run: makes them, those that belong together as a group, and lets each listen.
public struct WorldHost: Sendable {
  public let address: String
  public let access: AdminAccess
  /// Where its worlds may send requests on.
  public let proxyTargets: ProxyTargets
  private let loops: EventLoopGroup
  private let observer: ExchangeObserver?
  private let refusalObserver: ServicePort.RefusalObserver?
  private let messageCheck: MessageCheck?
  private let shutdown: AdminAPI.Shutdown?

  /// - Parameter address: a numeric address of this machine, or `localhost`.
  public init(
    on address: String = "127.0.0.1", loops: EventLoopGroup, access: AdminAccess = .loopback,
    proxyTargets: ProxyTargets = .none, observer: ExchangeObserver? = nil,
    refusalObserver: ServicePort.RefusalObserver? = nil, messageCheck: MessageCheck? = nil,
    shutdown: AdminAPI.Shutdown? = nil
  ) {
    self.address = address
    self.loops = loops
    self.access = access
    self.proxyTargets = proxyTargets
    self.observer = observer
    self.refusalObserver = refusalObserver
    self.messageCheck = messageCheck
    self.shutdown = shutdown
  }

  /// Starts a world of each blueprint, in one group.
  ///
  /// - Parameters:
  ///   - spread: on how many loops each port is served; nil for all.
  ///   - use: told of every request, also of admin calls.
  ///   - upstreams: servers of a listener's kind that the world is attached to instead of listening,
  ///     best first; none to listen.
  ///   - port: where a listener shall be; 0 for any free port.
  /// - Throws: ``PortProblems`` when a port can't be had; then nothing listens.
  public func start(
    _ blueprints: [any ServiceBlueprint], spread: Int? = nil,
    use: ServicePort.UseObserver? = nil,
    upstreams: (ListenerDescription) -> [String] = { _ in [] },
    port: (ListenerDescription) -> UInt16 = { _ in 0 }
  ) throws(PortProblems) -> RunningGroup {
    let group = WorldGroup()
    var services: [RunningGroup.Service] = []
    var problems: [PortProblems.Problem] = []
    for blueprint in blueprints {
      let world = blueprint.makeWorld(
        in: group, observer: observer, messageCheck: messageCheck)
      world.stubs.allowPassingOn { [proxyTargets] in proxyTargets.allows($0) }
      let handler = ServicePort(
        world: world, access: access, refusalObserver: refusalObserver, useObserver: use,
        shutdown: shutdown)
      var server: HTTPServer?
      var others: [any FurtherListener] = []
      for listener in world.description.listeners {
        do throws(SocketError) {
          let wanted = try SocketAddress(host: address, port: port(listener))
          if listener.isHTTP {
            let opened = try HTTPServer(on: wanted, group: loops, spread: spread, handler: handler)
            group.publish(listener.url(at: opened.address.description), of: listener.name)
            server = opened
          } else {
            let other = try world.listen(
              at: ListenerSite(
                listener: listener, address: wanted, loops: loops, spread: spread,
                upstreams: upstreams(listener), use: use))
            group.publish(other.url, of: listener.name)
            others.append(other)
          }
        } catch {
          problems.append(.init(service: listener.name, error: error))
        }
      }
      if let server {
        services.append(.init(world: world, server: server, others: others))
      } else {
        for other in others { other.stop(within: 0, done: {}) }
        world.forgetListeners()
      }
    }
    let running = RunningGroup(group, services)
    guard problems.isEmpty else {
      running.stop()
      throw PortProblems(problems)
    }
    return running
  }

  /// Calls `job` a few times a second, until it gives false.
  func regularly(_ job: @escaping @Sendable () -> Bool) { loops.regularly(job) }

  /// Lets something else listen on the same loops, under the same address.
  public func serve(_ handler: any HTTPDeferringHandler, port: UInt16) throws(SocketError)
    -> HTTPServer
  {
    try HTTPServer(
      on: try SocketAddress(host: address, port: port), group: loops, handler: handler)
  }
}

/// Services that could not listen, and why.
public struct PortProblems: Error {
  public struct Problem: Sendable {
    public let service: String
    public let error: SocketError

    public init(service: String, error: SocketError) {
      self.service = service
      self.error = error
    }
  }

  public var all: [Problem]

  public init(_ problems: [Problem]) { all = problems }
}

/// Worlds of one group that listen.
public struct RunningGroup: Sendable {
  public struct Service: Sendable {
    public let world: any ServiceWorld
    public let server: HTTPServer
    /// What it listens with beside HTTP.
    let others: [any FurtherListener]
  }

  public let group: WorldGroup
  /// In the order of their blueprints.
  public let services: [Service]

  init(_ group: WorldGroup, _ services: [Service]) {
    self.group = group
    self.services = services
  }

  /// Lets nobody in any more, finishes open answers, and calls `done` at the latest after `limit` ms.
  /// To be called once.
  public func stop(within limit: Int64 = 800, done: @escaping @Sendable () -> Void = {}) {
    guard !services.isEmpty else { return done() }
    let count = services.reduce(0) { $0 + 1 + $1.others.count }
    let countdown = Countdown(count, done)
    for service in services {
      service.server.stop(within: limit, done: countdown.step)
      for other in service.others { other.stop(within: limit, done: countdown.step) }
      service.world.forgetListeners()
    }
  }
}
