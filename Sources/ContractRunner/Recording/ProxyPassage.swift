import HTTPClient
import HTTPMessage

/// How messages change on their way through the proxy (RFC 9110, sections 7.6 and 7.7).
///
/// As little as can be: what belongs to one connection ends with it, and addresses are those of the
/// side that reads them. `Via` is left out, though section 7.6.3 wants it: what is recorded shall be
/// what the server answers without a proxy. Answers are asked for without compression, since a
/// contract is to be read.
struct ProxyPassage {
  let upstream: HTTPURL
  /// What the server is called in `Host`, where that is not where it is reached.
  let hostField: String?
  /// Where the client believes the server to be, as host and perhaps port.
  let proxy: String

  /// An answer for the client, and as the server gave it.
  struct Returned {
    let response: HTTPResponse
    let asRecorded: HTTPResponse
  }

  /// Fields that speak of one connection only.
  private static let hopByHop: [HTTPFieldName] = [
    .connection, "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization",
    "TE", "Trailer", .transferEncoding, "Upgrade",
  ]

  private static func passes(_ name: HTTPFieldName, _ options: [String]) -> Bool {
    !hopByHop.contains(name) && !options.contains { HTTPFieldName($0) == name }
  }

  private var serverName: String { hostField ?? upstream.authority }

  /// How URLs of the server's own begin.
  private var ownPlaces: [String] {
    let names = [upstream.authority, "\(upstream.bracketedHost):\(upstream.port)"]
    let places = names.map { "http://\($0)" }
    return hostField.map { places + ["http://\($0)", "https://\($0)"] } ?? places
  }

  // MARK: To the server

  func forwarded(_ request: HTTPRequest) -> HTTPRequest {
    var fields: HTTPFields = [.host: serverName]
    let options = request.fields.list(.connection)
    for (name, value) in request.fields where Self.passes(name, options) {
      switch name {
      case .host, "Expect", "Accept-Encoding": continue
      case .contentLength: continue
      case "Origin", "Referer": fields.append(name, toUpstream(value))
      default: fields.append(name, value)
      }
    }
    fields.append("Accept-Encoding", "identity")
    let hadBody =
      request.fields.value(.contentLength) != nil
      || request.fields.value(.transferEncoding) != nil
    if hadBody { fields.append(.contentLength, String(request.body.count)) }
    return HTTPRequest(
      method: request.method, target: upstream.path + request.target.pathAndQuery,
      fields: fields, body: Array(request.body))
  }

  private func toUpstream(_ value: String) -> String {
    let prefix = "http://\(proxy)"
    guard value == prefix || value.hasPrefix(prefix + "/") else { return value }
    return "http://\(serverName)"
      + (value.count > prefix.count ? upstream.path + value.dropFirst(prefix.count) : "")
  }

  // MARK: To the client

  func returned(_ response: HTTPResponse, isHead: Bool) -> Returned {
    var fields = HTTPFields()
    var recorded = HTTPFields()
    let options = response.fields.list(.connection)
    for (name, value) in response.fields where Self.passes(name, options) {
      // The server that answers here tells its own length and date.
      if name == .date || (name == .contentLength && !isHead) { continue }
      recorded.append(name, value)
      let isPlace = name == "Location" || name == "Content-Location"
      fields.append(name, isPlace ? toProxy(value) : value)
    }
    return Returned(
      response: HTTPResponse(status: response.status, fields: fields, body: response.body),
      asRecorded: HTTPResponse(status: response.status, fields: recorded, body: response.body))
  }

  /// A URL of the server's as one of the proxy's, so that the client stays here.
  private func toProxy(_ value: String) -> String {
    for place in ownPlaces where value.hasPrefix(place) {
      let path = value.dropFirst(place.count)
      if path.isEmpty || "/?#".contains(path.first ?? "/") {
        return "http://\(proxy)\(withoutBase(path))"
      }
    }
    return value.hasPrefix("/") ? String(withoutBase(value[...])) : value
  }

  private func withoutBase(_ path: Substring) -> Substring {
    guard !upstream.path.isEmpty, path == upstream.path || path.hasPrefix(upstream.path + "/")
    else { return path }
    return path.dropFirst(upstream.path.count)
  }

  func namesUpstream(_ response: HTTPResponse) -> Bool {
    guard response.body.count < 1024 * 1024 else { return false }
    return ownPlaces.contains { response.body.firstRange(of: Array($0.utf8)) != nil }
  }
}

extension HTTPURL {
  fileprivate var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }
}
