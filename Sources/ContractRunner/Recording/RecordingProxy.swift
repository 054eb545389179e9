public import EventLoop
public import HTTPClient
public import HTTPMessage
public import HTTPServer
import JSON

/// Stands between a client and a real server: passes requests on, records what is answered, and
/// answers the same.
public final class RecordingProxy: HTTPDeferringHandler {
  /// What came of one request.
  public struct Event: Sendable {
    public enum Result: Sendable {
      case answered(HTTPStatus, Recorder.Outcome)
      /// The server gave no answer; the client was told so with this status.
      case unanswered(HTTPStatus, reason: String)
    }

    public let method: HTTPMethod
    /// Path and query, without secrets.
    public let target: String
    public let result: Result
    /// Whether the body names the server's own address: a client that follows it leaves the proxy.
    public let leadsAway: Bool
  }

  private let upstream: HTTPURL
  private let hostField: String?
  private let pool: HTTPClientPool
  private let recorder: Recorder
  private let observer: @Sendable (Event) -> Void

  /// - Parameters:
  ///   - upstream: the real server; its path is put in front of every target.
  ///   - hostField: what to call the server in `Host`, when it is reached through something else.
  ///   - timeout: for each step of a request to it, in milliseconds.
  ///   - observer: told of each request, on any thread, before its answer leaves.
  public init(
    to upstream: HTTPURL, hostField: String? = nil, timeout: Int = 30_000, recorder: Recorder,
    observer: @escaping @Sendable (Event) -> Void = { _ in }
  ) {
    self.upstream = upstream
    self.hostField = hostField
    pool = HTTPClientPool(upstream, timeout: timeout)
    self.recorder = recorder
    self.observer = observer
  }

  public func respond(
    to request: HTTPRequest, from peer: SocketAddress?, on turn: borrowing HTTPTurn
  ) -> HTTPResponse? {
    let answer = turn.later()
    let passage = ProxyPassage(
      upstream: upstream, hostField: hostField,
      proxy: request.fields[.host] ?? request.target.authorityText)
    pool.send(passage.forwarded(request)) { [self] outcome in
      switch outcome {
      case .success(let response):
        let passed = passage.returned(response, isHead: request.method == .head)
        // In the file before the client has it: a kill loses nothing that was answered.
        let recorded = recorder.take(request, passed.asRecorded)
        report(
          request, .answered(response.status, recorded), leadsAway: passage.namesUpstream(response))
        answer.give(passed.response)
      case .failure(let error):
        let status = error.gatewayStatus
        report(request, .unanswered(status, reason: error.description))
        let reason: JSONValue = [
          "error": .string(error.description), "upstream": .string(upstream.description),
          "from": "understudy record",
        ]
        answer.give(.json(JSONWriter.compact(reason), status: status))
      }
    }
    return nil
  }

  private func report(_ request: HTTPRequest, _ result: Event.Result, leadsAway: Bool = false) {
    observer(
      Event(
        method: request.method, target: recorder.target(of: request), result: result,
        leadsAway: leadsAway))
  }
}

extension HTTPClientError {
  /// What a gateway says of it (RFC 9110, sections 15.6.3 and 15.6.5).
  fileprivate var gatewayStatus: HTTPStatus {
    if case .timedOut = self { return HTTPStatus(504) }
    return HTTPStatus(502)
  }
}

extension HTTPTarget {
  fileprivate var authorityText: String { String(decoding: authority ?? [], as: UTF8.self) }
}
