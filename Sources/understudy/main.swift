import CBundle
import Glibc
import EventLoop
import HTTPServer
import MockServer
import WorkqueueMock

var files: [String: [UInt8]] = [:]
let source = FixtureSource(directory: "fixtures")
do {
  let mock = try WorkqueueMock(
    fixtures: ServiceFixtures(
      "workqueue", from: source, profile: CommandLine.arguments.dropFirst().first))
  let world = try World(mock)
  let group = try EventLoopGroup()
  let server = try HTTPServer(
    on: SocketAddress(host: "127.0.0.1", port: 5446), group: group,
    handler: ServicePort(world: world))
  print(server.address)
  while true { pause() }
} catch { print(error) }
