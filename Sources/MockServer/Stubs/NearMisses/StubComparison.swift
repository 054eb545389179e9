import Contracts
import HTTPMessage

/// A request beside a pattern: where they differ, and how far apart they are.
struct StubComparison: Sendable {
  /// A part of the request that is not as the pattern wants it.
  struct Finding: Sendable, Equatable {
    /// Which part, for example `header X-Id` or `body /jobs/0`.
    let place: String
    let difference: Difference

    var text: String {
      "\(place): expected \(difference.expected), got \(difference.actual)"
    }
  }

  private(set) var findings: [Finding] = []
  /// Whether the findings are kept; for the distance alone no text is made.
  private let isDetailed: Bool
  private var parts = 0
  private var sum = 0.0

  init(isDetailed: Bool = true) { self.isDetailed = isDetailed }

  /// Whether all parts are as they should be.
  var isMatch: Bool { sum == 0 }

  /// 0 for a match, 1 when nothing is alike: the mean of all parts.
  var distance: Double { parts == 0 ? 0 : sum / Double(parts) }

  /// Takes a part that is as it should be.
  mutating func agree() { parts += 1 }

  /// Takes one that is not.
  mutating func differ(_ findings: @autoclosure () -> [Finding], by distance: Double) {
    parts += 1
    sum += min(1, max(0.01, distance))
    if isDetailed { self.findings += findings() }
  }

  mutating func differ(
    _ place: @autoclosure () -> String, _ difference: @autoclosure () -> Difference,
    by distance: Double = 1
  ) {
    differ([Finding(place: place(), difference: difference())], by: distance)
  }
}

extension StubRequestPattern {
  /// The request beside this pattern.
  func compared(with request: SeenRequest, isDetailed: Bool = true) -> StubComparison {
    var comparison = StubComparison(isDetailed: isDetailed)
    if method.fits(request.method) {
      comparison.agree()
    } else {
      comparison.differ(
        "method", Difference(expected: method.wanted, actual: request.method))
    }
    compareURL(request, &comparison)
    compare("path parameter", pathParameters, &comparison) { pathValues($0, request) }
    compare("query", query, &comparison) { request.queryValues($0).map { SeenValue($0) } }
    compare("header", headers, &comparison) { Self.values($0, request.http.fields) }
    compare("cookie", cookies, &comparison) { Self.values($0, request.cookies) }
    compare("form field", form, &comparison) { Self.values($0, request.form) }
    if let credentials {
      compare(
        "header",
        [
          Named(
            name: "Authorization", pattern: .equalTo(Self.basic(credentials), ignoresCase: false))
        ],
        &comparison
      ) { Self.values($0, request.http.fields) }
    }
    for pattern in body { pattern.compare("body", [request.body], &comparison) }
    for (number, pattern) in multipart.enumerated() {
      if pattern.fits(request.parts) {
        comparison.agree()
      } else {
        comparison.differ(
          "multipart \(number + 1)",
          Difference(
            expected: pattern.wantsAll ? "all parts to fit" : "a part that fits",
            actual: "\(request.parts.count) parts\(request.parts.isEmpty ? "" : ", none that does")"
          ))
      }
    }
    compareConnection(request, &comparison)
    return comparison
  }

  private func compareURL(_ request: SeenRequest, _ comparison: inout StubComparison) {
    guard let wanted = url.wanted else { return }
    guard !url.fits(request) else { return comparison.agree() }
    let isWhole = wanted.member == "url" || wanted.member == "urlPattern"
    let got = isWhole ? request.url : request.path
    let distance = TextDistance.share(wanted.text, got)
    switch url {
    case .url, .path:
      comparison.differ(
        wanted.member == "url" ? "url" : "path", Difference(text: wanted.text, got), by: distance)
    case .template:
      comparison.differ(
        "path", Difference(expected: "one as \(wanted.text)", actual: Difference.shown(got)),
        by: distance)
    default:
      comparison.differ(
        isWhole ? "url" : "path",
        Difference(expected: "one that matches \(wanted.text)", actual: Difference.shown(got)),
        by: distance)
    }
  }

  private func compare(
    _ kind: String, _ all: [Named], _ comparison: inout StubComparison,
    values: (String) -> [SeenValue]
  ) {
    for named in all {
      named.pattern.compare("\(kind) \(named.name)", values(named.name), &comparison)
    }
  }

  private func compareConnection(_ request: SeenRequest, _ comparison: inout StubComparison) {
    host?.compare("host", [SeenValue(request.host)], &comparison)
    clientIP?.compare(
      "client address", request.clientIP.map { [SeenValue($0)] } ?? [], &comparison)
    if let port, port != request.port {
      comparison.differ(
        "port",
        Difference(expected: "\(port)", actual: request.port.map { "\($0)" } ?? "none"))
    }
    if let scheme, scheme.lowercased() != request.scheme {
      comparison.differ("scheme", Difference(expected: scheme, actual: request.scheme))
    }
  }
}
