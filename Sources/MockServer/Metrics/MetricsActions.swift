import Glibc
import HTTPMessage
import HTTPServer

/// `GET /__admin/metrics`: what is going on, for Prometheus.
///
/// Requests to fresh worlds count under their service with `world="fresh"`, also when the world has
/// ended, so that counters only grow and no label has a value per world.
enum MetricsActions {
  static func metrics(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let worlds = try call.selectedWorlds()
    let names = Set(worlds.map(\.description.name))
    var rows = worlds.map { Row($0.description.name, "standing", $0.journal) }
    let fresh = call.fresh?.all ?? []
    let running = fresh.flatMap { $0.running.services.map(\.world) }
    for (name, figures) in call.fresh?.figures ?? [:] where names.contains(name) {
      let own = running.filter { $0.description.name == name }
      rows.append(
        Row(
          service: name, world: "fresh", figures: figures,
          held: own.reduce(0) { $0 + $1.journal.count },
          dropped: own.reduce(0) { $0 + $1.journal.dropped }))
    }
    rows.sort { ($0.service, $0.world) < ($1.service, $1.world) }
    var text = MetricsText()
    write(rows, to: &text)
    if let worlds = call.fresh {
      text.metric("understudy_worlds", "gauge", "Fresh worlds that are there.")
      text.sample("understudy_worlds", [], worlds.all.count)
    }
    for metric in WorldFigure.all { write(metric, of: worlds, to: &text) }
    writeProcess(call, to: &text)
    return HTTPResponse(
      status: .ok, fields: [.contentType: MetricsText.contentType], body: Array(text.text.utf8))
  }

  /// One service's requests.
  fileprivate struct Row {
    let service: String
    let world: String
    let figures: RequestFigures
    let held: Int
    let dropped: Int

    var labels: [(String, String)] { [("service", service), ("world", world)] }
  }

  fileprivate static func write(_ rows: [Row], to text: inout MetricsText) {
    text.metric(
      "understudy_requests_total", "counter", "Requests served, admin calls not counted.")
    for row in rows {
      for count in row.figures.nonzero {
        text.sample(
          "understudy_requests_total",
          row.labels + [("method", count.method), ("status", count.family)], count.count)
      }
    }
    text.metric(
      "understudy_request_duration_seconds", "histogram",
      "From a request's last byte to its answer, inside the server.")
    for row in rows {
      text.histogram("understudy_request_duration_seconds", row.labels, row.figures)
    }
    text.metric("understudy_journal_entries", "gauge", "Exchanges that the journal holds.")
    for row in rows { text.sample("understudy_journal_entries", row.labels, row.held) }
    text.metric(
      "understudy_journal_dropped", "gauge",
      "Exchanges dropped for lack of room since the journal was last cleared.")
    for row in rows { text.sample("understudy_journal_dropped", row.labels, row.dropped) }
  }

  private static func write(
    _ metric: WorldFigure, of worlds: [any ServiceWorld], to text: inout MetricsText
  ) {
    let samples = worlds.flatMap { world in
      metric.samples(world).map { (labels: [("service", world.description.name)] + $0.0, $0.1) }
    }
    guard !samples.isEmpty else { return }
    text.metric(metric.name, metric.type, metric.help)
    for (labels, value) in samples { text.sample(metric.name, labels, value) }
  }

  private static func writeProcess(_ call: AdminRequest, to text: inout MetricsText) {
    text.metric("understudy_uptime_seconds", "gauge", "Since the start.")
    text.sample("understudy_uptime_seconds", [], max(0, call.now.seconds - call.started.seconds))
    if let bytes = residentBytes {
      text.metric("process_resident_memory_bytes", "gauge", "Memory in use.")
      text.sample("process_resident_memory_bytes", [], bytes)
    }
    text.metric("understudy_build_info", "gauge", "Always 1; the version is the label.")
    text.sample("understudy_build_info", [("version", Understudy.version)], 1)
  }

  /// By the kernel's count of pages; nil where it does not tell.
  private static var residentBytes: Int? {
    guard let file = fopen("/proc/self/statm", "r") else { return nil }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 128)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
    let words = String(
      decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self
    )
    .split(separator: " ")
    return words.count > 1 ? Int(words[1]).map { $0 * Int(getpagesize()) } : nil
  }
}

extension MetricsActions.Row {
  fileprivate init(_ service: String, _ world: String, _ journal: Journal) {
    self.init(
      service: service, world: world, figures: journal.figures, held: journal.count,
      dropped: journal.dropped)
  }
}

/// A figure that a world has beside its requests.
struct WorldFigure: Sendable {
  let name: String
  let type: String
  let help: String
  /// Further labels, and the value.
  let samples: @Sendable (any ServiceWorld) -> [([(String, String)], Int)]

  static let all = [
    WorldFigure(name: "understudy_stubs", type: "gauge", help: "Stubs over the service.") { world in
      [([], world.stubs.hasStubs ? world.stubs.all(at: world.group.clock.now()).count : 0)]
    },
    WorldFigure(
      name: "understudy_messages", type: "gauge", help: "Published messages that are held."
    ) { world in
      world.messages.map { [([], $0.messages(MessageQuery(limit: 0)).total)] } ?? []
    },
    WorldFigure(
      name: "understudy_messages_dropped", type: "gauge",
      help: "Published messages that were forgotten for lack of room."
    ) { world in world.messages.map { [([], $0.droppedMessages)] } ?? [] },
  ]
}
