import Contracts
import HTTPMessage
import JSON

/// Near misses as people and programs read them.
enum NearMissForm {
  /// For one who reads an answer or a terminal.
  static func text(_ misses: [NearMiss], of request: SeenRequest, among count: Int) -> String {
    var lines = ["No stub answers \(request.method) \(request.url)."]
    if count == 0 { lines.append("There is none: POST /__admin/mappings registers one.") }
    for (place, miss) in misses.enumerated() {
      lines.append("")
      let rank = place == 0 ? "Nearest of \(count) stub\(count == 1 ? "" : "s")" : "Next"
      lines.append("\(rank): \(title(miss.stub))")
      lines += miss.comparison.findings.map { "  " + $0.text }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `GET /jobs, "the list" (5a1f0e3c-…)`
  static func title(_ stub: Stub) -> String {
    let address = stub.pattern.url.wanted.map { wanted in
      ["url", "urlPath"].contains(wanted.member) ? wanted.text : "\(wanted.member) \(wanted.text)"
    }
    let name = stub.form["name"]?.string.map { ", \"\($0)\"" } ?? ""
    return "\(stub.pattern.method.wanted) \(address ?? "any address")\(name) (\(stub.id))"
  }

  static func differences(_ comparison: StubComparison) -> JSONValue {
    .array(
      comparison.findings.map { finding in
        [
          "at": .string(finding.place), "expected": .string(finding.difference.expected),
          "actual": .string(finding.difference.actual),
        ]
      })
  }

  static func result(_ comparison: StubComparison) -> JSONObject.Member {
    let distance = JSONNumber("\((comparison.distance * 10_000).rounded() / 10_000)")
    return .init(key: "matchResult", value: ["distance": distance.map { .number($0) } ?? 0])
  }

  /// A near miss of a request, as WireMock gives it, with the differences.
  static func json(_ miss: NearMiss, request: JSONValue?) -> JSONValue {
    var form = JSONObject()
    form["request"] = request
    form["stubMapping"] = .object(miss.stub.form)
    let result = result(miss.comparison)
    form[result.key] = result.value
    form["differences"] = differences(miss.comparison)
    return .object(form)
  }
}
