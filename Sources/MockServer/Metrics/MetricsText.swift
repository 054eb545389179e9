/// Writes figures in the text format of Prometheus (exposition format 0.0.4).
struct MetricsText {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var text = ""

  /// Begins a metric; its samples follow.
  mutating func metric(_ name: String, _ type: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
    text += name
    if !labels.isEmpty {
      let pairs = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }
      text += "{\(pairs.joined(separator: ","))}"
    }
    text += " \(value)\n"
  }

  mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Int) {
    sample(name, labels, String(value))
  }

  /// A histogram's buckets, each with all below it, its sum in seconds and its count.
  mutating func histogram(_ name: String, _ labels: [(String, String)], _ figures: RequestFigures) {
    var count = 0
    for (place, bucket) in figures.buckets.enumerated() {
      count += bucket
      let bound =
        place < RequestFigures.bounds.count ? Self.seconds(RequestFigures.bounds[place]) : "+Inf"
      sample(name + "_bucket", labels + [("le", bound)], count)
    }
    sample(name + "_sum", labels, Self.seconds(figures.nanoseconds))
    sample(name + "_count", labels, count)
  }

  private static func seconds(_ nanoseconds: Int) -> String { "\(Double(nanoseconds) / 1e9)" }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
