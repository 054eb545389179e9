import Contracts
import HTTPMessage
import JSON

/// Which requests are meant: what stubs answer, and what is counted, found and verified.
struct StubRequestPattern: Sendable {
  /// The values of a name and what they must be.
  struct Named: Sendable {
    let name: String
    let pattern: ValuePattern
  }

  /// Parts of a multipart form.
  struct Multipart: Sendable {
    let name: String?
    let wantsAll: Bool
    let headers: [Named]
    let body: [ValuePattern]
  }

  var method = MethodPattern.any
  var url = URLPattern.any
  var pathParameters: [Named] = []
  var query: [Named] = []
  var form: [Named] = []
  var headers: [Named] = []
  var cookies: [Named] = []
  var credentials: (user: String, password: String)?
  var body: [ValuePattern] = []
  var multipart: [Multipart] = []
  var host: ValuePattern?
  var clientIP: ValuePattern?
  var port: Int?
  var scheme: String?

  /// Whether a request is meant. What costs least is asked first.
  func fits(_ request: SeenRequest) -> Bool {
    method.fits(request.method) && url.fits(request) && fitsBesideTarget(request)
  }

  /// The same, for a request whose method and address are known to fit.
  func fitsBesideTarget(_ request: SeenRequest) -> Bool {
    query.allSatisfy { $0.pattern.fits(request.queryValues($0.name).map { SeenValue($0) }) }
      && headers.allSatisfy { $0.pattern.fits(Self.values($0.name, request.http.fields)) }
      && cookies.allSatisfy { $0.pattern.fits(Self.values($0.name, request.cookies)) }
      && fitsCredentials(request) && fitsConnection(request)
      && pathParameters.allSatisfy { $0.pattern.fits(pathValues($0.name, request)) }
      && form.allSatisfy { $0.pattern.fits(Self.values($0.name, request.form)) }
      && body.allSatisfy { $0.fits(request.body) }
      && multipart.allSatisfy { $0.fits(request.parts) }
  }

  func fitsCredentials(_ request: SeenRequest) -> Bool {
    guard let credentials else { return true }
    return request.http.fields["Authorization"] == Self.basic(credentials)
  }

  static func basic(_ credentials: (user: String, password: String)) -> String {
    "Basic " + Base64.encode("\(credentials.user):\(credentials.password)".utf8)
  }

  private func fitsConnection(_ request: SeenRequest) -> Bool {
    (host?.fits(SeenValue(request.host)) ?? true)
      && (clientIP?.fits(request.clientIP.map { SeenValue($0) }) ?? true)
      && (port.map { $0 == request.port } ?? true)
      && (scheme.map { $0.lowercased() == request.scheme } ?? true)
  }

  func pathValues(_ name: String, _ request: SeenRequest) -> [SeenValue] {
    guard case .template(let template) = url else { return [] }
    return Self.values(name, template.values(in: request.path) ?? [])
  }

  static func values(_ name: String, _ fields: HTTPFields) -> [SeenValue] {
    fields[values: HTTPFieldName(name)].map { SeenValue($0) }
  }

  static func values(_ name: String, _ pairs: [(name: String, value: String)]) -> [SeenValue] {
    pairs.filter { $0.name == name }.map { SeenValue($0.value) }
  }
}

extension StubRequestPattern.Multipart {
  func fits(_ parts: [MultipartForm.Part]) -> Bool {
    wantsAll ? !parts.isEmpty && parts.allSatisfy(fits) : parts.contains(where: fits)
  }

  private func fits(_ part: MultipartForm.Part) -> Bool {
    (name.map { $0 == part.name } ?? true)
      && headers.allSatisfy {
        $0.pattern.fits(StubRequestPattern.values($0.name, part.fields))
      }
      && body.allSatisfy { $0.fits(SeenValue(part.content)) }
  }
}
