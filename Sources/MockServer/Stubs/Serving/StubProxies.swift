import HTTPClient
import HTTPMessage
import Synchronization

/// Passes requests on to the servers that stubs name, with connections that are kept.
final class StubProxies: Sendable {
  private let pools = Mutex<[HTTPURL: HTTPClientPool]>([:])
  private let permission = Mutex<Permission>({ _ in false })

  typealias Permission = @Sendable (_ url: String) -> Bool

  /// More servers than that are dealt with by connections of their own.
  private static let mostPools = 32

  /// Says which servers the user has named: to no other is anything passed on.
  func allow(_ permission: @escaping Permission) { self.permission.withLock { $0 = permission } }

  func allows(_ url: String) -> Bool { permission.withLock { $0 }(url) }

  /// Sends the request on and calls `done`, on another thread, with what shall be answered.
  func send(
    _ request: HTTPRequest, _ passage: StubPassage, done: @escaping @Sendable (Answer) -> Void
  ) {
    guard allows(passage.base), let url = HTTPURL(passage.base) else {
      return done(passage.refusal)
    }
    let pool = pools.withLock { pools in
      if let pool = pools[url] { return pool }
      if pools.count >= Self.mostPools { pools = [:] }
      let pool = HTTPClientPool(url)
      pools[url] = pool
      return pool
    }
    pool.send(passage.forwarded(request, to: url)) { outcome in
      switch outcome {
      case .success(let response): done(Answer(passage.returned(response, request)))
      case .failure(let error):
        done(
          Answer(
            .text("\(error)\n", status: HTTPStatus(502)),
            reason: "the server that the stub passes requests on to: \(error)"))
      }
      // Kept until here, for a pool that goes lets its open requests go.
      _ = pool
    }
  }
}

extension StubPassage {
  /// Fields that speak of one connection only (RFC 9110, section 7.6.1).
  private static let hopByHop: Set<HTTPFieldName> = [
    .connection, "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization",
    "TE", "Trailer", .transferEncoding, "Upgrade",
  ]

  /// Why nothing was passed on.
  var refusal: Answer {
    let reason =
      "requests are passed on only to servers that were named at the start: --proxy-to \(base)"
    return Answer(.text(reason + "\n", status: HTTPStatus(502)), reason: reason)
  }

  fileprivate func forwarded(_ request: HTTPRequest, to url: HTTPURL) -> HTTPRequest {
    var target = request.target.pathAndQuery
    if let removedPrefix, target.hasPrefix(removedPrefix) {
      target.removeFirst(removedPrefix.count)
      if !target.hasPrefix("/") { target = "/" + target }
    }
    let replaced = Set(added.map { HTTPFieldName($0.name) } + removed.map { HTTPFieldName($0) })
    let options = Set(request.fields.list(.connection).map { HTTPFieldName($0) })
    var fields: HTTPFields = [.host: url.authority]
    for (name, value) in request.fields
    where name != .host && name != .contentLength && name != "Expect" && !replaced.contains(name)
      && !Self.hopByHop.contains(name) && !options.contains(name)
    {
      fields.append(name, value)
    }
    for (name, value) in added { fields.append(HTTPFieldName(name), value) }
    if !request.body.isEmpty || request.fields.value(.contentLength) != nil {
      fields.append(.contentLength, String(request.body.count))
    }
    return HTTPRequest(
      method: request.method, target: url.path + target, fields: fields,
      body: Array(request.body))
  }

  fileprivate func returned(_ response: HTTPResponse, _ request: HTTPRequest) -> HTTPResponse {
    var fields = HTTPFields()
    let options = Set(response.fields.list(.connection).map { HTTPFieldName($0) })
    for (name, value) in response.fields
    where name != .date && !Self.hopByHop.contains(name) && !options.contains(name)
      && (name != .contentLength || request.method == .head)
    {
      fields.append(name, value)
    }
    var passed = HTTPResponse(status: response.status, fields: fields, body: response.body)
    passed.deliver(nil, nil, after: delay)
    return passed
  }
}
