import HTTPMessage
import MockServer

/// How many requests of a method a project may make in a minute (sheet, section 5). None but those
/// that a record asks for, since who polls would run into them.
struct RateLimits: Sendable {
  private var limits: [Key: Int] = [:]
  /// When the requests of the last minute came.
  private var times: [Key: [Timestamp]] = [:]

  private struct Key: Hashable {
    let project: String
    let method: String
  }

  private static let minute = 60_000_000
  /// What the service says where a limit lets nothing through.
  private static let longestWait = 60

  mutating func set(_ limit: Int, of method: String, for project: String) {
    limits[Key(project: project, method: method)] = limit
  }

  /// Counts a request, or refuses it.
  mutating func count(
    _ method: HTTPMethod, of project: String, at now: Timestamp
  ) throws(TroveRefusal) {
    guard !limits.isEmpty else { return }
    let key = Key(project: project, method: method.name)
    guard let limit = limits[key] else { return }
    var recent = times[key, default: []].filter { now.microseconds - $0.microseconds < Self.minute }
    guard recent.count < limit else {
      throw .rateLimited(method, limit, retryAfter: Self.longestWait / max(1, limit))
    }
    recent.append(now)
    times[key] = recent
  }
}
