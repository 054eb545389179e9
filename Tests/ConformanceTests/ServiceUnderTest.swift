import ContractRunner
import Contracts
import EventLoop
import Glibc
import HTTPMessage
import HTTPServer
import JSON
import MockServer
import MockSupport
import Synchronization
import Testing

@testable import understudy

/// A service that is held to its contract: this package's mock in one of its profiles, or the server
/// that `UNDERSTUDY_<SERVICE>_URL` names.
struct ServiceUnderTest: Sendable, CustomTestStringConvertible {
  enum Place: Sendable {
    case named(String)
    case mock(profile: String)
  }

  let service: String
  let place: Place

  /// A service at the place that the environment names, or its mock in every profile that differs
  /// from those before.
  static func all(_ service: String) -> [ServiceUnderTest] {
    let names = ["URL", "HANDLES_URL"].map { "UNDERSTUDY_\(service.uppercased())_\($0)" }
    if let url = names.lazy.compactMap(variable).first(where: { $0.hasPrefix("http") }) {
      return [ServiceUnderTest(service: service, place: .named(url))]
    }
    let text = Repository.bytes("fixtures/\(service)/service.json")
    var different: [JSONObject.Member] = []
    for profile in (try? JSONReader.value(of: text))?["profiles"]?.object?.members ?? []
    where !different.contains(where: { $0.value == profile.value }) {
      different.append(profile)
    }
    return different.map { ServiceUnderTest(service: service, place: .mock(profile: $0.key)) }
  }

  /// Every service that has a contract.
  static var all: [ServiceUnderTest] {
    Repository.names(in: "contracts").flatMap { all(String($0.dropLast(".json".count))) }
  }

  var testDescription: String {
    switch place {
    case .named(let url): "\(service) at \(url)"
    case .mock(let profile): "the \(service) mock, profile \(profile)"
    }
  }

  /// A service's contract as it stands in the checkout.
  static func contract(of service: String) throws -> Contract {
    try Contract.read(
      Repository.bytes("contracts/\(service).json"), name: "contracts/\(service).json")
  }

  var contract: Contract { get throws { try Self.contract(of: service) } }

  static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// The mock of a service with its companions, in one group whose time stands still.
struct MockGroup {
  let group = WorldGroup(clock: AdjustableClock(base: ManualClock()))
  let worlds: [any ServiceWorld]
  /// The service's own.
  let world: any ServiceWorld

  init(_ service: String, profile: String? = nil, observer: ExchangeObserver? = nil) throws {
    let arguments = try Arguments([], ServeCommand.specification)
    var worlds: [any ServiceWorld] = []
    for name in ServiceCatalogue.withCompanions([service], arguments) {
      let blueprint = try ServiceCatalogue.blueprint(
        name, from: Repository.fixtures, profile: profile)
      worlds.append(
        blueprint.makeWorld(in: group, observer: name == service ? observer : nil))
    }
    self.worlds = worlds
    world = try #require(worlds.first { $0.description.name == service })
    // Where they are said to be until they really listen.
    for world in worlds {
      group.publish("http://127.0.0.1:\(world.description.port)", of: world.description.name)
    }
  }
}

/// A service that runs for one test, with its companions.
final class RunningService: Sendable {
  /// Where it is, without a slash at the end.
  let url: String
  /// The addresses of a mock and its companions by name; of a server elsewhere, only its own.
  let urls: [String: String]
  /// The mock; nil for a server elsewhere.
  let world: (any ServiceWorld)?
  /// The time of a mock and its companions, which stands still until a test moves it on; nil for a
  /// server elsewhere.
  var clock: AdjustableClock? { world?.group.clock }
  private let tested: ServiceUnderTest
  /// Those with a mock; nil for a server elsewhere.
  private let exchanges: Exchanges?
  private let loops: EventLoopGroup?
  private let servers: [HTTPServer]

  init(_ tested: ServiceUnderTest) throws {
    self.tested = tested
    switch tested.place {
    case .named(let url):
      self.url = url
      urls = [tested.service: url]
      (exchanges, world, loops, servers) = (nil, nil, nil, [])
    case .mock(let profile):
      let exchanges = Exchanges()
      let mocks = try MockGroup(tested.service, profile: profile) { _, request, answer in
        exchanges.keep(request, answer.response)
      }
      let loops = try EventLoopGroup(count: 1)
      servers = try mocks.worlds.map { world in
        let server = try HTTPServer(
          on: try SocketAddress(host: "127.0.0.1", port: 0), group: loops,
          handler: ServicePort(world: world))
        mocks.group.publish("http://\(server.address)", of: world.description.name)
        return server
      }
      self.exchanges = exchanges
      self.loops = loops
      world = mocks.world
      urls = mocks.group.urls
      url = try #require(urls[tested.service])
    }
  }

  deinit { loops?.shutdown() }

  /// What the contract has against the exchanges so far.
  var objections: [String] {
    judged { $0.findings.isEmpty ? [] : [CheckReport.text($0, isStrict: true)] }
  }

  /// The exchanges so far that break the interactions they resemble. What the contract lacks, and
  /// what it knows of other states only, is none of them.
  var breaches: [String] {
    judged { trial in
      trial.findings.compactMap { finding in
        guard case .breach(let misses) = finding.verdict else { return nil }
        let near = misses.map { miss in
          "near \(miss.interaction.description): "
            + miss.mismatches.map(\.words).joined(separator: "; ")
        }
        return ([finding.title] + near).joined(separator: "\n")
      }
    }
  }

  private func judged(_ report: (Trial) -> [String]) -> [String] {
    guard let exchanges else { return [] }
    do {
      return report(exchanges.judged(by: try tested.contract))
    } catch {
      return ["\(error)"]
    }
  }
}

/// What went over the wire, until the contract judges it: to read a large contract and to compare
/// with all of it takes longer than many a story does.
private final class Exchanges: Sendable {
  private let all = Mutex<[(request: HTTPRequest, response: HTTPResponse)]>([])

  func keep(_ request: HTTPRequest, _ response: HTTPResponse) {
    all.withLock { $0.append((request, response)) }
  }

  func judged(by contract: Contract) -> Trial {
    let trial = Trial(contract)
    for exchange in all.withLock({ $0 }) { trial.take(exchange.request, exchange.response) }
    return trial
  }
}
