import HTTPMessage
import HTTPTransport
import JSON
import ServiceAnswers

/// Exchanges with a server, with errors in the client's words.
struct Wire: Sendable {
  let transport: any HTTPTransport
  let timeout: Duration

  /// The answer, whatever its status.
  func answer(to request: TransportRequest) async throws(OaioError) -> HTTPResponse {
    do throws(TransportError) {
      return try await transport.send(request, timeout: timeout)
    } catch {
      let call = Self.name(request)
      if case .timedOut(let limit) = error { throw .timedOut(after: limit, call: call) }
      throw .transport(error, call: call)
    }
  }

  /// The answer of a request that succeeded.
  ///
  /// - Throws: also for every status of 300 and more.
  func send(_ request: TransportRequest) async throws(OaioError) -> HTTPResponse {
    try Self.accepted(try await answer(to: request), of: request)
  }

  static func accepted(
    _ response: HTTPResponse, of request: TransportRequest
  ) throws(OaioError) -> HTTPResponse {
    guard (200..<300).contains(response.status.code) else {
      throw .refused(
        status: response.status.code, message: reason(response.body), call: name(request))
    }
    return response
  }

  static func name(_ request: TransportRequest) -> String { "\(request.method) \(request.url)" }

  /// What an answer says, read as wanted.
  static func read<Value>(
    _ response: HTTPResponse, of request: TransportRequest,
    _ body: (Answer) throws(UnreadableAnswer) -> Value
  ) throws(OaioError) -> Value {
    do throws(UnreadableAnswer) {
      return try body(try Answer(body: response.body))
    } catch {
      throw .decoding(path: error.path, reason: error.reason, call: name(request))
    }
  }

  /// The reason that an error's body gives: `error` or `message` of JSON, else the words of a page.
  private static func reason(_ body: [UInt8]) -> String? {
    if let value = try? JSONReader.value(of: body) {
      for key in ["error", "message", "detail"] {
        if let text = value[key]?.string { return text }
        if let text = value[key]?["message"]?.string { return text }
      }
    }
    return ErrorPage.message(in: body)
  }
}
