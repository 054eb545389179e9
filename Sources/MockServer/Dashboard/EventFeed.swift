import HTTPMessage
import HTTPServer
import JSON
import Synchronization

/// What one listener of `GET /__admin/events` is told: requests as they come, and what else changes,
/// as server-sent events.
///
/// It looks at the journals a few times a second, so that requests themselves cost nothing more. Who
/// reads slowly gets the newest of what came meanwhile, and the number of what was left out.
///
///     event: requests
///     data: {"requests": [{"id": …, "service": …, "world": …, "time": …, "method": …, "url": …,
///             "status": …, "matched": true, "reason": …}], "skipped": 0}
///
///     event: summary
///     data: {"worlds": […], "clocks": […], "journal": {"workqueue": {"held": 12, "dropped": 0}},
///            "stubs": 0, "messages": 0}
final class EventFeed: Sendable {
  /// Between two looks, in milliseconds.
  static let pause = 200
  /// Requests told at once, of each world.
  private static let most = 200
  /// Looks without news until a line is sent that tells nothing, so that a lost connection is noticed.
  private static let quietLooks = 50

  private let worlds: [any ServiceWorld]
  private let fresh: FreshWorlds?
  private let memory: Mutex<Memory>

  private struct Memory {
    /// By world, the number of the request that was told last.
    var told: [ObjectIdentifier: Int] = [:]
    var summary = ""
    var quiet = 0
  }

  /// Begins with what comes from now on.
  init(_ worlds: [any ServiceWorld], _ fresh: FreshWorlds?) {
    self.worlds = worlds
    self.fresh = fresh
    var memory = Memory()
    for world in worlds { memory.told[ObjectIdentifier(world)] = world.journal.next }
    self.memory = Mutex(memory)
  }

  /// The answer that goes on.
  var stream: HTTPStream {
    let fields: HTTPFields = [
      .contentType: "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no",
    ]
    return HTTPStream(
      HTTPResponse(status: .ok, fields: fields, body: Array("retry: 1000\n\n".utf8)),
      every: Self.pause, next: { self.news() })
  }

  /// What is new since the last call.
  func news() -> [UInt8] {
    memory.withLock { memory in
      var output: [UInt8] = []
      var seen: Set<ObjectIdentifier> = []
      var requests: [JSONValue] = []
      var skipped = 0
      for (world, id) in all {
        let key = ObjectIdentifier(world)
        seen.insert(key)
        let news = world.journal.newest(since: memory.told[key] ?? 0, limit: Self.most)
        memory.told[key] = news.next
        skipped += news.skipped
        requests += news.entries.map { Self.form(of: $0, in: world, id) }
      }
      memory.told = memory.told.filter { seen.contains($0.key) }
      if !requests.isEmpty || skipped > 0 {
        Self.write(
          "requests",
          ["requests": .array(requests), "skipped": .number(JSONNumber(skipped))], to: &output)
      }
      let summary = summary
      let text = summary.description
      if text != memory.summary {
        memory.summary = text
        Self.write("summary", summary, to: &output)
      }
      memory.quiet = output.isEmpty ? memory.quiet + 1 : 0
      if memory.quiet >= Self.quietLooks {
        memory.quiet = 0
        output = Array(":\n\n".utf8)
      }
      return output
    }
  }

  /// All worlds, and the fresh world's id where it is one's.
  private var all: [(world: any ServiceWorld, id: String?)] {
    worlds.map { ($0, nil) }
      + (fresh?.all ?? []).flatMap { fresh in
        fresh.running.services.map { ($0.world, fresh.id) }
      }
  }

  private static func form(
    of entry: JournalEntry, in world: any ServiceWorld, _ id: String?
  ) -> JSONValue {
    let request = entry.request
    var form = JSONObject([
      .init(key: "id", value: .string(entry.id(in: world.description.name))),
      .init(key: "service", value: .string(world.description.name)),
      .init(key: "time", value: .string(entry.time.iso8601 + "Z")),
      .init(key: "method", value: .string(request?.method.name ?? "")),
      .init(key: "url", value: .string(request?.target.pathAndQuery ?? "")),
      .init(key: "status", value: .number(JSONNumber(entry.status.code))),
      .init(key: "matched", value: .bool(entry.isMatched)),
    ])
    form["world"] = id.map { .string($0) }
    form["reason"] = entry.reason.map { .string($0) }
    return .object(form)
  }

  /// What the page shows of everything but requests; told again only when it has changed.
  private var summary: JSONValue {
    var groups: [WorldGroup] = []
    for world in worlds where !groups.contains(where: { $0 === world.group }) {
      groups.append(world.group)
    }
    var journal = JSONObject()
    for world in worlds {
      journal[world.description.name] = [
        "held": .number(JSONNumber(world.journal.count)),
        "dropped": .number(JSONNumber(world.journal.dropped)),
      ]
    }
    return [
      "worlds": .array((fresh?.all ?? []).map { .string($0.id) }),
      "clocks": .array(
        groups.map { group in
          let reading = group.clock.reading
          return [
            "services": .array(group.services.map { .string($0) }),
            "offset": .string(
              reading.isFrozen ? "" : TimeLength.text(microseconds: reading.offset)),
            "frozen": .bool(reading.isFrozen),
          ]
        }),
      "journal": .object(journal),
      "stubs": .number(
        JSONNumber(
          worlds.filter(\.stubs.hasStubs).reduce(0) {
            $0 + $1.stubs.all(at: $1.group.clock.now()).count
          })),
      "messages": .number(
        JSONNumber(
          worlds.compactMap(\.messages).reduce(0) {
            $0 + $1.messages(MessageQuery(limit: 0)).total
          })),
    ]
  }

  private static func write(_ event: String, _ data: JSONValue, to output: inout [UInt8]) {
    output += Array("event: \(event)\ndata: ".utf8)
    // Compact JSON has no line ends.
    output += JSONWriter.compact(data)
    output += Array("\n\n".utf8)
  }
}
