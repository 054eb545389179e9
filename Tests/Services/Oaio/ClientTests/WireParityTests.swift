import HTTPMessage
import HTTPTransport
import JSON
import Testing

@testable import OaioClient

@Suite struct `The request of the oaio client` {
  @Test(arguments: Exchange.called)
  func `is the one that the Python client sent`(exchange: Exchange) async throws {
    let call = try RecordedCall(exchange)
    _ = try? await call.run()
    let request = try #require(call.server.recorded)
    for field in ["X-OAIO-user", "X-OAIO-dvc", "X-OAIO-app", "Authorization"] {
      #expect(request.fields[HTTPFieldName(field)] == exchange[field])
    }
    let type = exchange["Content-Type"]
    if let type, type.hasPrefix("multipart/") {
      try Self.compareForms(request, exchange.content, type)
    } else {
      let isUntyped = Difference.untyped.contains(exchange.name)
      #expect(request.fields[.contentType] == (isUntyped ? "application/json" : type))
      #expect((type == nil) == (isUntyped || exchange.content.isEmpty))
      let body = try request.body.map { try JSONReader.value(of: $0) }
      #expect(body == exchange.body)
    }
  }

  private static func compareForms(
    _ request: TransportRequest, _ content: [UInt8], _ type: String
  ) throws {
    let sentType = try #require(request.fields[.contentType])
    let sent = try MultipartForm((request.body ?? [])[...], contentType: sentType)
    let recorded = try MultipartForm(content[...], contentType: type)
    #expect(sent.parts.map(\.name) == recorded.parts.map(\.name))
    #expect(sent.parts.map(\.fileName) == recorded.parts.map(\.fileName))
    #expect(sent.parts.map { $0.fields } == recorded.parts.map { $0.fields })
    #expect(sent.parts.map { Array($0.content) } == recorded.parts.map { Array($0.content) })
  }

  @Test(arguments: Exchange.called.filter { $0.method == "POST" && $0["X-CSRFToken"] != nil })
  func `proves with a POST to the object server that it knows the token`(
    exchange: Exchange
  ) async throws {
    let call = try RecordedCall(exchange)
    _ = try? await call.run()
    for request in call.server.requests where request.method == .post {
      guard request.url.contains("8769/api/"), !request.url.contains("/v2/") else { continue }
      let cookie = "csrftoken=\(request.fields["X-CSRFToken"] ?? "none")"
      #expect(request.fields["Cookie"]?.contains(cookie) == true)
      #expect(request.fields["Referer"] == request.url)
    }
  }

  @Test(arguments: Difference.all.map(\.name))
  func `differs in recordings that exist`(name: String) {
    #expect(Exchange.all.contains { $0.name == name })
  }
}

@Suite struct `A recorded answer of oaio` {
  @Test(arguments: Exchange.called)
  func `is read without loss, or becomes an error with the server's words`(
    exchange: Exchange
  ) async throws {
    let call = try RecordedCall(exchange)
    let status = exchange.response.status.code
    do throws(OaioError) {
      let value = try await call.run()
      // The storage has what it was asked for, or nothing: a missing folder is fine to it.
      #expect(status < 300 || ["list", "remove"].contains(exchange.slug.last), "\(exchange.name)")
      #expect(value == exchange.answer)
    } catch {
      guard case .refused(let code, let message, let name) = error else {
        Issue.record("\(error) is no refusal")
        return
      }
      let text = exchange.answer?["error"]
      #expect(code == status)
      #expect(name == "\(exchange.method) http://127.0.0.1:8769\(exchange.target)")
      if let words = text?.string ?? text?["message"]?.string { #expect(message == words) }
    }
  }
}
