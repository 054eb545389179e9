import ContractRunner
import Contracts
import EventLoop
import Glibc
import HTTPClient
import HTTPServer
import JSON
import MockServer

/// `understudy record`: a proxy that turns what a client asks a real server into a contract.
enum RecordCommand: Command {
  static let specification = CommandSpecification(
    name: "record",
    summary: "Stand between a client and a real server, and record what they say into a contract.",
    operands: "SERVICE",
    options: [
      .init("--upstream", "URL", "Where the real server is (required)."),
      .init(
        "--out", "FILE",
        "The contract (required). It is whole after every answer; a recording that is there is gone on with."
      ),
      .init(
        "--port", "N", "Listen there; by default the service's own port, or any free one."),
      .init("--host", "ADDRESS", "Listen on this address; 127.0.0.1 by default."),
      .init("--consumer", "NAME", "The client's name in the contract; SERVICE-client by default."),
      .init("--provider", "NAME", "The server's name in the contract; SERVICE by default."),
      .init(
        "--redact", "NAME",
        "A header, JSON member or parameter that holds a secret, too; * at an end stands for anything. May be repeated."
      ),
      .init(
        "--no-redact", nil, "Write tokens, passwords and cookies into the contract as they are."),
      .init(
        "--host-header", "NAME", "What to call the server, when it is reached through a tunnel."),
      .init("--timeout", "SECONDS", "For each answer; 30 by default."),
      .init("--ready-file", "FILE", "Write the proxy's address there, as JSON, once it listens."),
    ],
    examples: [
      (
        "understudy record trove --upstream http://trove.example:8779 --out contracts/trove-recorded.json",
        "Point the client at http://127.0.0.1:8779, use it, then press Ctrl-C."
      ),
      (
        "understudy record shop --upstream http://127.0.0.1:3000/api --out shop.json --port 9000 --redact sessionKey --redact 'X-Shop-*'",
        "Any other service, with names of your own for secrets."
      ),
      (
        "understudy verify shop.json --provider http://127.0.0.1:3000/api --header 'Authorization: Bearer TOKEN'",
        "The recording against the server itself, with a real token in place of the redacted one."
      ),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    let options = try RecordOptions(arguments)
    let signals = StopSignals()
    let session = try RecordingSession(options)
    if let file = options.readyFile {
      let place: JSONValue = [
        "services": .object(
          JSONObject([.init(key: options.service, value: ["url": .string(session.url)])]))
      ]
      try WholeFile.write(
        Array("\(place)\n".utf8), to: file, calledA: "the ready file")
    }
    Terminal.print(
      "\(session.url) passes on to \(options.upstream) and records into \(options.out). Ctrl-C ends it."
    )
    signals.wait()
    session.stop()
    if let file = options.readyFile { unlink(file) }
    return session.end()
  }
}

/// The options of `record`, checked.
struct RecordOptions {
  let service: String
  let upstream: HTTPURL
  let hostField: String?
  let out: String
  let address: SocketAddress
  let consumer: String
  let provider: String
  let rules: RecordingRules
  let redacts: Bool
  let timeout: Int
  let readyFile: String?

  init(_ arguments: Arguments) throws(CommandFailure) {
    guard arguments.operands.count == 1, let service = arguments.operands.first, !service.isEmpty
    else {
      throw CommandFailure(
        .badInput, "one service is needed: understudy record SERVICE --upstream URL --out FILE")
    }
    guard let upstream = arguments.value("--upstream") else {
      throw CommandFailure(.badInput, "--upstream URL is needed: where is the real server?")
    }
    guard let out = arguments.value("--out"), !out.isEmpty else {
      throw CommandFailure(.badInput, "--out FILE is needed: where shall the contract be written?")
    }
    self.service = service
    self.out = out
    self.upstream = try ServerURL.read(upstream, option: "--upstream")
    hostField = arguments.value("--host-header")
    var port = Self.usualPort(of: service)
    if let text = arguments.value("--port") {
      guard let number = UInt16(text) else {
        throw CommandFailure(.badInput, "--port takes a number up to 65535, not \"\(text)\"")
      }
      port = number
    }
    let host = arguments.value("--host") ?? "127.0.0.1"
    do throws(SocketError) {
      address = try SocketAddress(host: host, port: port)
    } catch {
      throw CommandFailure(.badInput, "--host \(host): \(error.reason)")
    }
    if port == self.upstream.port, [host, address.host].contains(self.upstream.host) {
      throw CommandFailure(
        .badInput,
        "--upstream \(self.upstream) is where the proxy itself is to listen; add --port 0 for another place"
      )
    }
    consumer = arguments.value("--consumer") ?? "\(service)-client"
    provider = arguments.value("--provider") ?? service
    redacts = !arguments.has("--no-redact")
    rules = try Bundle.recordingRules().redacting(arguments.all("--redact"))
    timeout = try arguments.timeout(default: 30_000)
    readyFile = arguments.value("--ready-file")
  }

  private static func usualPort(of service: String) -> UInt16 {
    guard ServiceCatalogue.names.contains(service) else { return 0 }
    return (try? ServiceCatalogue.blueprint(service, from: Bundle.fixtures))?.description.port ?? 0
  }
}
