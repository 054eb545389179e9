import HTTPMessage
import MockServer

/// A line per request for a person who watches the terminal.
enum RequestLog {
  static let observer: ExchangeObserver = { service, request, answer in
    Terminal.print(
      line(
        service, request, answer.response.status, answer.reason, hasColour: Terminal.hasColour)
        + (answer.nearMisses.map { lines(of: $0()) } ?? ""))
  }

  static let refusals: ServicePort.RefusalObserver = { service, error in
    Terminal.print("\(service.name)  (no HTTP request)  \(error.status.code)  \(error.reason)")
  }

  /// `workqueue  GET /jobs  403  X-Token expired 2020-01-01; valid: alice, bob → …`
  static func line(
    _ service: ServiceDescription, _ request: HTTPRequest, _ status: HTTPStatus, _ reason: String?,
    hasColour: Bool
  ) -> String {
    var path = request.target.pathAndQuery[...]
    if path.hasPrefix(service.basePath + "/") { path = path.dropFirst(service.basePath.count) }
    let code = hasColour ? "\u{1B}[\(colour(status))m\(status.code)\u{1B}[0m" : String(status.code)
    let words =
      [service.name, "\(request.method) \(visible(path))", code]
      + [reason.map { visible($0[...]) }].compactMap(\.self)
    return words.joined(separator: "  ")
  }

  /// What came nearest to a request that no stub answers, below its line.
  static func lines(of explanation: String) -> String {
    explanation.split(separator: "\n").dropFirst().map { "\n    " + visible($0) }.joined()
  }

  private static func colour(_ status: HTTPStatus) -> Int {
    status.code < 400 ? 32 : status.code < 500 ? 33 : 31
  }

  /// Without control characters (C0 and C1), which could rewrite the terminal.
  static func visible(_ text: some StringProtocol) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
  }
}
