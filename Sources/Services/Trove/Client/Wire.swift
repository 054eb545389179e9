import HTTPMessage
import HTTPTransport
import JSON

/// One exchange with a service: JSON goes out, an answer comes back, a refusal is thrown.
struct Wire: Sendable {
  let transport: any HTTPTransport
  let timeout: Duration

  /// - Returns: an answer with a status of 200 to 299.
  func exchange(
    _ method: HTTPMethod, _ url: String, fields: HTTPFields = [:], body: JSONValue? = nil
  ) async throws(TroveError) -> HTTPResponse {
    var request = TransportRequest(method: method, url: url, fields: ["Accept": "application/json"])
    for (name, value) in fields { request.fields.append(name, value) }
    if let body {
      request.fields.append(.contentType, "application/json")
      request.body = JSONWriter.compact(body)
    }
    let call = Self.name(method, url)
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await transport.send(request, timeout: timeout)
    } catch {
      if case .timedOut(let limit) = error { throw .timedOut(after: limit, call: call) }
      throw .transport(error, call: call)
    }
    guard (200..<300).contains(response.status.code) else {
      throw TroveError(Refusal(response, call: call), fields: response.fields, body: response.body)
    }
    return response
  }

  /// How errors name a call.
  static func name(_ method: HTTPMethod, _ url: String) -> String { "\(method) \(url)" }
}
