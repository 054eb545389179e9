import EventLoop
import Glibc
import HTTPServer
import MockServer
import Synchronization

/// The servers of one run: each service's, and the control port's.
struct RunningServers {
  let host: String
  private(set) var services: [(world: any ServiceWorld, server: HTTPServer)] = []
  let control: HTTPServer
  private let group: EventLoopGroup

  /// Starts all of them, or none: when ports are in use, all of those are named at once.
  init(_ worlds: [any ServiceWorld], _ options: ServeOptions) throws(CommandFailure) {
    host = options.host
    var problems: [(name: String, error: SocketError)] = []
    let group: EventLoopGroup
    do throws(SocketError) {
      group = try EventLoopGroup()
    } catch {
      throw CommandFailure(.environment, error.description)
    }
    self.group = group
    func start(_ name: String, _ usual: UInt16, _ handler: any HTTPHandler) -> HTTPServer? {
      do throws(SocketError) {
        let address = try SocketAddress(
          host: options.host, port: options.port(of: name, usual: usual))
        return try HTTPServer(on: address, group: group, handler: handler)
      } catch {
        problems.append((name, error))
        return nil
      }
    }
    for world in worlds {
      let port = ServicePort(
        world: world, access: options.access,
        refusalObserver: options.logsRequests ? RequestLog.refusals : nil)
      if let server = start(world.description.name, world.description.port, port) {
        world.group.publish("http://\(server.address)", of: world.description.name)
        services.append((world, server))
      }
    }
    let port = ControlPort(worlds: worlds, access: options.access)
    let control = start(ServeCommand.controlName, ServeCommand.controlPort, port)
    guard problems.isEmpty, let control else {
      throw Self.failure(problems, options)
    }
    self.control = control
  }

  private static func failure(
    _ problems: [(name: String, error: SocketError)], _ options: ServeOptions
  ) -> CommandFailure {
    var message = "nothing was started:\n"
    for problem in problems { message += "  \(problem.name): \(problem.error)\n" }
    if problems.allSatisfy(\.error.isAddressInUse) {
      message +=
        "Is another one running already? This takes free ports instead:\n  \(options.corrected(freeing: problems.map(\.name)))\n"
    }
    return CommandFailure(.environment, message)
  }

  /// Finishes open answers and leaves, within a second.
  func stop() {
    let left = StopCounter(services.count + 1)
    for server in services.map(\.server) + [control] { server.stop { left.step() } }
    left.wait()
  }
}

/// Waits until a number of servers have stopped.
private final class StopCounter: Sendable {
  private let left: Atomic<Int>

  init(_ count: Int) { left = Atomic(count) }

  func step() { left.subtract(1, ordering: .acquiringAndReleasing) }

  func wait() {
    while left.load(ordering: .acquiring) > 0 { usleep(2_000) }
  }
}
