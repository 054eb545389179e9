import HTTPMessage
import HTTPTransport

/// One exchange with the data store or the realm; an answer of any status comes back.
struct Wire: Sendable {
  let transport: any HTTPTransport
  let timeout: Duration

  func exchange(
    _ method: HTTPMethod, _ url: String, fields: HTTPFields,
    content: (type: String, body: [UInt8])? = nil
  ) async throws(ProvenaError) -> HTTPResponse {
    var request = TransportRequest(method: method, url: url, fields: fields)
    if let content {
      request.fields.append(.contentType, content.type)
      request.body = content.body
    }
    do throws(TransportError) {
      return try await transport.send(request, timeout: timeout)
    } catch {
      let call = Self.name(method, url)
      if case .timedOut(let limit) = error { throw .timedOut(after: limit, call: call) }
      throw .transport(error, call: call)
    }
  }

  /// How errors name a call.
  static func name(_ method: HTTPMethod, _ url: String) -> String { "\(method) \(url)" }
}
