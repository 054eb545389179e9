import HTTPMessage
import HTTPTransport
import JSON
import Testing
import WorkqueueClient

@Suite struct `The request of the Swift client` {
  @Test(arguments: Exchange.all)
  func `is the one that the Python client sent`(exchange: Exchange) async throws {
    let stub = StubTransport(exchange.response)
    let call = try #require(RecordedCall(exchange), "no call of the client asks for this")
    _ = try? await call.result(from: stub.client(token: exchange.token))
    let request = try #require(stub.requests.first)
    #expect(stub.requests.count == 1)
    let target = HTTPTarget(request.url)
    let expected = exchange.path + (exchange.query.isEmpty ? "" : "?" + exchange.query)
    #expect(request.method.name == exchange.method)
    #expect(target.pathAndQuery == expected)
    #expect(request.fields["X-Token"] == exchange.token)
    #expect(request.fields[.contentType] == exchange.contentType)
    let body = try request.body.map { try JSONReader.value(of: $0) }
    if let reason = Difference.reason(for: exchange) {
      #expect(body != exchange.body, "equal, although a difference is named: \(reason)")
    } else {
      #expect(body == exchange.body)
    }
  }

  @Test func `was recorded for every call`() {
    let names = Set(Exchange.all.compactMap { RecordedCall($0)?.name })
    #expect(names == Set(RecordedCall.names))
  }

  @Test(arguments: Difference.all.map(\.check))
  func `differs in recordings that exist`(check: String) {
    #expect(!Exchange.all(check).isEmpty)
  }
}

extension RecordedCall {
  static let names = [
    "login", "jobs", "job", "elements", "element", "jobOutput", "elementOutput", "attempt",
    "jobStatus", "elementStatus", "post", "list", "copy", "remove", "rename", "mkdir", "pull",
    "returnOutput", "returnMonitoring",
  ]

  /// The case's name; for shorthands, theirs.
  var name: String {
    if case .shorthand(let name, _) = self { return name }
    return String("\(self)".prefix { $0.isLetter })
  }
}
