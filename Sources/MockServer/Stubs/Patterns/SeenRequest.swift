import HTTPMessage
import JSON

/// A request as patterns look at it: each part of it is read when the first pattern asks.
final class SeenRequest {
  let http: HTTPRequest
  /// The address of whoever sent it; nil where nobody knows.
  let clientIP: String?
  let scheme = "http"

  private(set) lazy var path = String(decoding: http.target.path, as: UTF8.self)
  private(set) lazy var url = http.target.pathAndQuery
  private(set) lazy var query = http.target.queryItems
  private(set) lazy var cookies = CookieList.cookies(of: http.fields)
  private(set) lazy var body = SeenValue(http.body)
  private(set) lazy var form = Self.form(of: http)
  private(set) lazy var parts: [MultipartForm.Part] = (try? MultipartForm(http))?.parts ?? []

  init(_ request: HTTPRequest, clientIP: String?) {
    http = request
    self.clientIP = clientIP
  }

  var method: String { http.method.name }

  func queryValues(_ name: String) -> [String] {
    query.filter { $0.name == name }.map(\.value)
  }

  /// The host it was sent to, without port.
  var host: String { Authority(http.fields[.host] ?? "").host }

  var port: Int? { Authority(http.fields[.host] ?? "").port }

  /// The fields of a form in the body; none when it holds none.
  private static func form(of request: HTTPRequest) -> [(name: String, value: String)] {
    let type = (request.fields[.contentType] ?? "").prefix { $0 != ";" }.lowercased()
    guard type == "application/x-www-form-urlencoded" else { return [] }
    return HTTPTarget("/?" + String(decoding: request.body, as: UTF8.self)).queryItems
  }
}

/// The cookies of a request, in order.
enum CookieList {
  static func cookies(of fields: HTTPFields) -> [(name: String, value: String)] {
    fields[values: "Cookie"].flatMap { line in
      line.split(separator: ";").compactMap { pair in
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return (String(parts[0].drop { $0 == " " }), String(parts[1]))
      }
    }
  }
}

/// What `Host` says, apart; the colons inside an IPv6 address separate nothing.
struct Authority {
  let host: String
  /// 80 when none is named; nil when what is named is none.
  let port: Int?

  init(_ text: String) {
    let bracket = text.lastIndex(of: "]") ?? text.startIndex
    let end = text[bracket...].firstIndex(of: ":") ?? text.endIndex
    let digits = text[end...]
    host = String(text[..<end])
    port = digits.isEmpty ? 80 : UInt16(digits.dropFirst()).map(Int.init)
  }
}
