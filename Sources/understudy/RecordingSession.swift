import ContractRunner
import Contracts
import EventLoop
import Glibc
import HTTPClient
import HTTPMessage
import HTTPServer
import MockServer
import Synchronization

/// A recording proxy that runs.
struct RecordingSession {
  private let recorder: Recorder
  private let server: HTTPServer
  private let tally = RecordingTally()
  private let out: String

  init(_ options: RecordOptions) throws(CommandFailure) {
    out = options.out
    let before = try Self.before(options)
    do throws(RecorderError) {
      recorder = Recorder(
        to: try RecordingFile(
          options.out,
          contract: before?.contract.members
            ?? RecordingFile.empty(consumer: options.consumer, provider: options.provider)),
        rules: options.rules, redacts: options.redacts, goingOnFrom: before)
    } catch {
      throw CommandFailure(.environment, error.description)
    }
    if !options.redacts {
      Terminal.note("note: --no-redact: secrets go into \(options.out) as they are")
    }
    let proxy = RecordingProxy(
      to: options.upstream, hostField: options.hostField, timeout: options.timeout,
      recorder: recorder
    ) { [tally, out, upstream = options.upstream] event in
      tally.take(event, out: out, upstream: upstream)
    }
    do throws(SocketError) {
      server = try HTTPServer(
        on: options.address, group: try EventLoopGroup(), handler: proxy)
    } catch {
      // Nothing was recorded, so nothing is left behind.
      if before == nil { unlink(options.out) }
      let hint =
        error.isAddressInUse ? "\nThis takes a free one: --port 0" : ""
      throw CommandFailure(.environment, error.description + hint)
    }
  }

  /// What an earlier run left in the file; nil where there is none.
  private static func before(_ options: RecordOptions) throws(CommandFailure) -> RecordedBefore? {
    guard let text = FixtureSource.read(options.out), !text.isEmpty else { return nil }
    let before: RecordedBefore
    do throws(ContractError) {
      before = try RecordedBefore(text, name: options.out)
    } catch {
      throw CommandFailure(
        .badInput, "\(error)\nThe file is there but no recording to go on with; name another --out")
    }
    let contract = before.contract
    guard contract.version == .v4, contract.consumer == options.consumer,
      contract.provider == options.provider
    else {
      throw CommandFailure(
        .badInput,
        "\(options.out) is a \(contract.version) contract of \"\(contract.consumer)\" with \"\(contract.provider)\", not a V4 one of \"\(options.consumer)\" with \"\(options.provider)\"; name another --out"
      )
    }
    let count = contract.interactions.count
    if let cut = before.cut {
      Terminal.note(
        "note: \(cut)\nThe file was cut off: its \(count) whole interactions are kept, what follows is gone"
      )
    } else {
      Terminal.note("note: \(options.out) has \(count) interactions already; new ones are added")
    }
    return before
  }

  var url: String { "http://\(server.address)" }

  /// Finishes open answers, for a second at most.
  func stop() {
    let hasStopped = Flag()
    server.stop { hasStopped.raise() }
    hasStopped.wait()
  }

  /// Says what came of it.
  func end() -> ExitCode {
    recorder.finish()
    Terminal.print("\(tally.requests) requests, \(recorder.recorded) new interactions in \(out)")
    return tally.hasFailed ? .environment : .fine
  }
}

/// Counts requests and tells of each.
final class RecordingTally: Sendable {
  private let state = Mutex((requests: 0, hasFailed: false, toldOfLinks: false))

  var requests: Int { state.withLock { $0.requests } }
  /// Whether something that was answered is not in the file.
  var hasFailed: Bool { state.withLock { $0.hasFailed } }

  func take(_ event: RecordingProxy.Event, out: String, upstream: HTTPURL) {
    let line = RequestLog.visible("\(event.method) \(event.target)")
    var problem: String?
    let words: String
    switch event.result {
    case .answered(let status, .recorded): words = "\(status.code)  recorded"
    case .answered(let status, .known): words = "\(status.code)  known"
    case .answered(let status, .failed(let reason)):
      words = "\(status.code)  NOT RECORDED"
      problem = reason
    case .unanswered(let status, let reason): words = "\(status.code)  not recorded: \(reason)"
    }
    Terminal.print("\(line)  \(words)")
    if let problem { Terminal.complain(problem) }
    let tellsOfLinks = state.withLock { state in
      state.requests += 1
      if problem != nil { state.hasFailed = true }
      defer { if event.leadsAway { state.toldOfLinks = true } }
      return event.leadsAway && !state.toldOfLinks
    }
    if tellsOfLinks {
      Terminal.note(
        "note: the answer to \(line) names \(upstream) itself; a client that follows it leaves the proxy, and is not recorded"
      )
    }
  }
}
