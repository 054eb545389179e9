import EventLoop
import Glibc
import MockServer

/// `understudy serve`: starts mocks and keeps them running.
enum ServeCommand: Command {
  static let controlName = "control"
  static let controlPort: UInt16 = 8900

  static let specification = CommandSpecification(
    name: "serve",
    summary: "Start mock servers and keep them running until Ctrl-C.",
    operands: "[SERVICE|FOLDER|CONTRACT…]",
    options: [
      .init(
        "--port", "N|NAME=N",
        "Port of a service, or of control; 0 is any free one. Plain 0: all free."),
      .init("--host", "ADDRESS", "Listen there instead of 127.0.0.1; needs --admin-token."),
      .init("--admin-token", "TOKEN", "Admin calls must carry Authorization: Bearer TOKEN."),
      .init(
        "--proxy-to", "URL",
        "Stubs may send requests on to this server, and to no other; may stand more than once."),
      .init(
        "--profile", "NAME",
        "documented (default): as the documents say; reference: as the real system does."),
      ServiceCatalogue.fixturesOption,
      .init(
        "--stubs", "DIR|NAME=DIR",
        "Put the stubs of a folder (mappings/, __files/) over a service."),
      .init(
        "--amqp", "URL[,HOST…]",
        "Take messages from a real broker or a cluster: amqp://USER:PASSWORD@HOST/VHOST."),
      .init(
        "--ready-file", "FILE", "Write the addresses to FILE, as JSON, once everything listens."),
      .init("--json", nil, "Print the addresses as one line of JSON."),
      .init("--worlds", "N", "How many fresh worlds may be there at once; 100 by default."),
      .init(
        "--world-idle", "LENGTH",
        "A fresh world ends after so long without a request; 10m by default."
      ),
    ],
    examples: [
      ("understudy serve", "All mocks on their usual ports."),
      (
        "understudy serve workqueue --port 0 --ready-file ready.json",
        "One mock on a free port, for scripts."
      ),
      (
        "understudy serve trove ./my-service",
        "Beside a mock, a service of your own: a folder with a service.json."
      ),
      (
        "understudy serve ./stubs --port 8080",
        "A folder with WireMock's mappings/ and __files/, alone; --stubs trove=./stubs over a mock."
      ),
      (
        "understudy serve ./orders.json --port 9000",
        "A contract alone: its examples are the answers, Understudy-State: NAME picks a state."
      ),
      (
        "understudy serve esgfpid --amqp amqp://esgf-pub:SECRET@mq1.example/esgf-pid,mq2.example",
        "The consumer of PID messages at a real RabbitMQ, going from host to host."
      ),
      (
        "understudy serve --profile reference",
        "Answer as the real systems do where they differ from their documents."
      ),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    let options = try ServeOptions(arguments)
    let signals = StopSignals()
    let blueprints = options.withStubs(
      try ServiceCatalogue.groups(options.services, arguments, own: options.own))
    let listeners = blueprints.flatMap(\.self).flatMap(\.description.listeners)
    guard options.brokers.isEmpty || listeners.contains(where: ServeOptions.takesBrokers) else {
      throw CommandFailure(
        .badInput, "--amqp is for services that speak AMQP, and none of those is started")
    }
    let running = try RunningServers(blueprints, options)
    // Before anybody is told that all is ready: from then on, changes count.
    let reloading = HotReload(
      HotReload.Source.services(running, arguments) + HotReload.Source.stubs(running, options))
    let watch = reloading.watch()
    let addresses = Addresses(running)
    if let file = options.readyFile { try addresses.write(to: file) }
    Terminal.print(options.printsJSON ? addresses.line : addresses.table)
    signals.wait()
    watch?.stop()
    running.stop()
    if let file = options.readyFile { unlink(file) }
    return .fine
  }
}
