import EventLoop
import Glibc
import HTTPServer
import MockServer
import Synchronization

/// The servers of one run: each service's, and the control port's.
struct RunningServers {
  let host: String
  let services: [RunningGroup.Service]
  let control: HTTPServer
  private let groups: [RunningGroup]
  let fresh: FreshWorlds

  /// Starts all of them, or none: when ports are in use, all of those are named at once.
  init(_ blueprints: [[any ServiceBlueprint]], _ options: ServeOptions) throws(CommandFailure) {
    let worlds = WorldHost(
      on: options.host, loops: try Self.loops(), access: options.access,
      proxyTargets: options.proxyTargets,
      observer: options.logsRequests ? RequestLog.observer : nil,
      refusalObserver: options.logsRequests ? RequestLog.refusals : nil,
      messageCheck: MessageChecks.builtIn, shutdown: Self.shutdown)
    var problems = PortProblems([])
    var groups: [RunningGroup] = []
    for blueprints in blueprints {
      do throws(PortProblems) {
        groups.append(
          try worlds.start(
            blueprints, upstreams: { options.upstreams(of: $0) },
            port: { options.port(of: $0.name, usual: $0.port) }))
      } catch {
        problems.all += error.all
      }
    }
    host = options.host
    self.groups = groups
    services = groups.flatMap(\.services)
    fresh = FreshWorlds(of: blueprints.flatMap(\.self), on: worlds, limits: options.worldLimits)
    let name = ServeCommand.controlName
    do throws(SocketError) {
      let port = ControlPort(
        worlds: services.map(\.world), fresh: fresh, access: options.access, page: Bundle.page,
        shutdown: Self.shutdown)
      control = try worlds.serve(
        port, port: options.port(of: name, usual: ServeCommand.controlPort))
    } catch {
      problems.all.append(.init(service: name, error: error))
      throw Self.failure(problems, options)
    }
    guard problems.all.isEmpty else { throw Self.failure(problems, options) }
  }

  /// As Ctrl-C does.
  private static let shutdown: AdminAPI.Shutdown = { kill(getpid(), SIGTERM) }

  static func loops() throws(CommandFailure) -> EventLoopGroup {
    do throws(SocketError) {
      return try EventLoopGroup()
    } catch {
      throw CommandFailure(.environment, error.description)
    }
  }

  private static func failure(_ problems: PortProblems, _ options: ServeOptions) -> CommandFailure {
    var message = "nothing was started:\n"
    for problem in problems.all { message += "  \(problem.service): \(problem.error)\n" }
    if problems.all.allSatisfy(\.error.isAddressInUse) {
      message +=
        "Is another one running already? This takes free ports instead:\n  \(options.corrected(freeing: problems.all.map(\.service)))\n"
    }
    return CommandFailure(.environment, message)
  }

  /// Finishes open answers and leaves, within a second.
  func stop() {
    let hasStopped = Flag()
    let countdown = Countdown(groups.count + 2) { hasStopped.raise() }
    control.stop(done: countdown.step)
    fresh.endAll(done: countdown.step)
    for group in groups { group.stop(done: countdown.step) }
    hasStopped.wait()
  }
}

/// Something that happens once on another thread.
final class Flag: Sendable {
  private let isRaised = Atomic<Bool>(false)

  func raise() { isRaised.store(true, ordering: .releasing) }

  func wait() {
    while !isRaised.load(ordering: .acquiring) { usleep(2_000) }
  }
}
