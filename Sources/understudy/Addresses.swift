import HTTPServer
import JSON
import MockServer

/// Where everything listens, as told to people and to scripts.
struct Addresses {
  private let services: [(description: ServiceDescription, urls: [String: String])]
  private let control: String
  private let host: String

  init(_ servers: RunningServers) {
    services = servers.services.map { ($0.world.description, $0.world.group.urls) }
    control = "http://\(servers.control.address)"
    host = servers.host
  }

  private var json: JSONValue {
    var urls = JSONObject()
    for service in services {
      urls[service.description.name] = .object(service.description.places(urls: service.urls))
    }
    return ["services": .object(urls), "control": ["url": .string(control)]]
  }

  /// One line of JSON.
  var line: String { json.description }

  /// For a person.
  var table: String {
    let rows =
      services.flatMap { Self.rows($0.description, $0.urls) }
      + [
        (
          ServeCommand.controlName, control,
          "what happens, in a browser; admin calls for all of them"
        )
      ]
    let name = rows.map(\.0.count).max() ?? 0
    let url = rows.map(\.1.count).max() ?? 0
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: width - text.count)
    }
    let lines = rows.map { "  \(padded($0.0, name))  \(padded($0.1, url))  \($0.2)" }
    let profiles = Set(services.map(\.description.profile)).sorted().joined(separator: ", ")
    let words = services.map { Self.words($0.description, $0.urls) }.joined(separator: " | ")
    let names = services.map(\.description.name).joined(separator: " | ")
    return """
      Understudy \(Understudy.version), profile \(profiles)

      \(lines.joined(separator: "\n"))

      What to point at one:  understudy env \(words)
      Seed state again:      understudy reset [\(names)]
      Ctrl-C stops.

      """
  }

  /// A service's address, and below it those that its clients need beside.
  private static func rows(
    _ service: ServiceDescription, _ urls: [String: String]
  ) -> [(name: String, url: String, about: String)] {
    let base = (urls[service.name] ?? "") + service.basePath
    let others = service.places(urls: urls).members.filter { $0.key != "url" }
    return [(service.name, base, service.title)]
      + others.map { other in
        let listener = service.listeners.first { service.addressName(of: $0) == other.key }
        return (listener?.name ?? "", other.value.string ?? "", "\(other.key) of its clients")
      }
  }

  /// What `env` needs to know to tell about a service.
  private static func words(_ service: ServiceDescription, _ urls: [String: String]) -> String {
    guard let path = service.path else { return service.name }
    let url = service.port == 0 ? urls[service.name].map { " --url \($0)" } ?? "" : ""
    return ShellWord.quotedIfNeeded(path) + url
  }

  /// Writes the JSON so that a reader sees the whole file or none.
  func write(to path: String) throws(CommandFailure) {
    try WholeFile.write(Array((line + "\n").utf8), to: path, calledA: "the ready file")
  }
}
