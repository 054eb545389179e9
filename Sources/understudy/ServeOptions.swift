import EventLoop
import MockServer

/// The options of `serve`, checked.
struct ServeOptions {
  let services: [String]
  /// Those of them that were named by a folder or a contract.
  let own: [any ServiceBlueprint]
  let host: String
  let profile: String?
  let readyFile: String?
  let printsJSON: Bool
  /// A person watches: a line is printed per request.
  var logsRequests: Bool { Terminal.isInteractive && !printsJSON }
  let access: AdminAccess
  let proxyTargets: ProxyTargets
  let worldLimits: FreshWorlds.Limits
  /// What stands over services, by their names.
  let stubs: [String: StubSet]
  /// Message brokers to attach to instead of listening with one, best first.
  let brokers: [String]
  /// Everything as given, for a corrected command.
  private let words: [String]
  private let ports: [String: UInt16]
  private let allFree: Bool

  init(_ arguments: Arguments) throws(CommandFailure) {
    let paths = arguments.operands.filter(OwnService.isMeant)
    own = try OwnService.blueprints(paths, profile: arguments.value("--profile"))
    var unique: [String] = []
    let named = arguments.operands.filter { !paths.contains($0) }
    for name in arguments.operands.isEmpty ? ServiceCatalogue.names : named
    where !unique.contains(name) {
      try ServiceCatalogue.checkName(name, arguments)
      guard !own.contains(where: { $0.description.name == name }) else {
        throw CommandFailure(.badInput, "two of these would be the service \"\(name)\"")
      }
      unique.append(name)
    }
    let companions = own.flatMap(\.description.companions)
    unique = ServiceCatalogue.withCompanions(unique + companions, arguments)
    unique += own.map(\.description.name).filter { !unique.contains($0) }
    services = unique
    host = arguments.value("--host") ?? "127.0.0.1"
    profile = arguments.value("--profile")
    readyFile = arguments.value("--ready-file")
    printsJSON = arguments.has("--json")
    words = arguments.words
    let known = ServiceCatalogue.listeners(unique, own, arguments) + [ServeCommand.controlName]
    var ports: [String: UInt16] = [:]
    var allFree = false
    for text in arguments.all("--port") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard let last = parts.last, let number = UInt16(last) else {
        throw CommandFailure(.badInput, "--port takes a number or NAME=NUMBER, not \"\(text)\"")
      }
      if parts.count == 2 {
        guard known.contains(parts[0]) else {
          throw Self.notStarted(parts[0], "--port \(text)", among: known)
        }
        ports[parts[0]] = number
      } else if number == 0 {
        allFree = true
      } else if unique.count == 1 {
        ports[unique[0]] = number
      } else {
        throw CommandFailure(
          .badInput, "--port \(text) is not clear for several services: use --port NAME=\(text)")
      }
    }
    self.ports = ports
    self.allFree = allFree
    stubs = try Self.stubs(arguments, services: unique)
    access = try Self.access(host, arguments.value("--admin-token"))
    worldLimits = try Self.worldLimits(arguments)
    brokers = try arguments.value("--amqp").map(BrokerURLs.read) ?? []
    proxyTargets = try Self.proxyTargets(arguments)
  }

  private static func proxyTargets(_ arguments: Arguments) throws(CommandFailure) -> ProxyTargets {
    let urls = arguments.all("--proxy-to")
    for url in urls where !ProxyTargets([url]).allows(url) {
      throw CommandFailure(
        .badInput, "--proxy-to takes a URL as http://127.0.0.1:9000, not \"\(url)\"")
    }
    return ProxyTargets(urls)
  }

  private static func access(_ host: String, _ token: String?) throws(CommandFailure) -> AdminAccess
  {
    let address: SocketAddress
    do throws(SocketError) {
      address = try SocketAddress(host: host, port: 0)
    } catch {
      throw CommandFailure(.badInput, "--host \(host): \(error.reason)")
    }
    if let token {
      guard !token.isEmpty else {
        throw CommandFailure(.badInput, "--admin-token must not be empty")
      }
      return .token(token)
    }
    guard address.isLoopback else {
      throw CommandFailure(
        .badInput,
        "--host \(host) can be reached from other machines, so the admin calls need a secret: add --admin-token TOKEN"
      )
    }
    return .loopback
  }

  private static func notStarted(
    _ name: String, _ option: String, among known: [String]
  ) -> CommandFailure {
    CommandFailure(
      .badInput,
      "\(option): \"\(name)\" is not started" + Suggestion.hint(for: name, among: known))
  }

  /// `--stubs DIR` for the one service that is started, `--stubs SERVICE=DIR` for one of several.
  private static func stubs(
    _ arguments: Arguments, services: [String]
  ) throws(CommandFailure) -> [String: StubSet] {
    var stubs: [String: StubSet] = [:]
    for text in arguments.all("--stubs") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      // A path may have a "=" of its own, behind its first slash.
      let isNamed = parts.count == 2 && !parts[0].contains("/")
      if isNamed, !services.contains(parts[0]) {
        throw notStarted(parts[0], "--stubs \(text)", among: services)
      }
      guard let name = isNamed ? parts[0] : services.count == 1 ? services[0] : nil else {
        let example = services.first ?? "SERVICE"
        throw CommandFailure(
          .badInput,
          "--stubs \(text): over which service? Write --stubs \(example)=DIR; started are "
            + services.joined(separator: ", "))
      }
      guard stubs[name] == nil else {
        throw CommandFailure(.badInput, "--stubs names two folders for \(name)")
      }
      do throws(FixtureError) {
        stubs[name] = try StubSet(folder: isNamed ? parts[1] : text)
      } catch {
        throw CommandFailure(.badInput, error.description)
      }
    }
    return stubs
  }

  private static func worldLimits(
    _ arguments: Arguments
  ) throws(CommandFailure) -> FreshWorlds.Limits {
    var limits = FreshWorlds.Limits()
    if let text = arguments.value("--worlds") {
      guard let number = Int(text), (0...100_000).contains(number) else {
        throw CommandFailure(.badInput, "--worlds takes a number, not \"\(text)\"")
      }
      limits.worlds = number
    }
    if let text = arguments.value("--world-idle") {
      guard let length = TimeLength.microseconds(text), length >= 1_000 else {
        throw CommandFailure(
          .badInput, "--world-idle takes a length of time as 90s, 10m or 1h, not \"\(text)\"")
      }
      limits.idleTime = length / 1_000
    }
    return limits
  }

  /// The services with the stubs that stand over them.
  func withStubs(_ groups: [[any ServiceBlueprint]]) -> [[any ServiceBlueprint]] {
    groups.map { group in
      group.map { blueprint in
        guard let stubs = stubs[blueprint.description.name] else { return blueprint }
        var covered = blueprint
        covered.stubs = stubs
        return covered
      }
    }
  }

  /// What a listener is attached to instead of listening.
  func upstreams(of listener: ListenerDescription) -> [String] {
    Self.takesBrokers(listener) ? brokers : []
  }

  static func takesBrokers(_ listener: ListenerDescription) -> Bool { listener.scheme == "amqp" }

  func port(of name: String, usual: UInt16) -> UInt16 { ports[name] ?? (allFree ? 0 : usual) }

  /// The same command with free ports for those of these names.
  func corrected(freeing names: [String]) -> String {
    let operands = words.drop { $0 != "--" }
    var rest = words.prefix { $0 != "--" }
    var kept: [String] = []
    while let word = rest.popFirst() {
      let value =
        word.hasPrefix("--port=")
        ? word.dropFirst(7)[...] : word == "--port" ? rest.popFirst()?[...] : nil
      guard let value else {
        kept.append(word)
        continue
      }
      let name = value.contains("=") ? value.prefix { $0 != "=" } : services.first?[...] ?? ""
      // A plain 0 is about all ports.
      if value == "0" || !names.contains(String(name)) { kept += ["--port", String(value)] }
    }
    let freed = names.flatMap { ["--port", "\($0)=0"] }
    return (["understudy", "serve"] + kept + freed + operands).map(ShellWord.quotedIfNeeded)
      .joined(separator: " ")
  }
}
