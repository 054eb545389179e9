public import JSON
import ServiceAnswers

/// What a project may do: the first of the list in absolute numbers, the others in requests.
public struct Limit: TroveObject {
  public let attributes: JSONObject

  /// `ABSOLUTE`, or the method that is counted.
  public let verb: String
  /// Requests in each `unit`; nil for the absolute limits, as all that follow.
  public let value: Int?
  /// How many of them are left.
  public let remaining: Int?
  /// For example `MINUTE`.
  public let unit: String?
  /// When the next request is allowed.
  public let nextAvailable: TroveTimestamp?
  /// What is counted, for people.
  public let uri: String?
  /// What is counted, as a regular expression.
  public let regex: String?

  /// What the project may have, by resource: `instances`, `volumes` (GiB), `backups`, `ram`; -1 is
  /// no limit. Empty for limits of requests.
  public let absolute: [String: Int]
}

extension Limit: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    let object = try answer.object()
    attributes = object
    verb = try answer.member("verb").string()
    value = try answer.number("value")
    remaining = try answer.number("remaining")
    unit = try answer.text("unit")
    nextAvailable = try answer.time("nextAvailable")
    uri = try answer.text("uri")
    regex = try answer.text("regex")
    var absolute: [String: Int] = [:]
    for key in object.keys where key.hasPrefix("max_") {
      absolute[String(key.dropFirst(4))] = try answer.number(key)
    }
    self.absolute = absolute
  }
}

/// Tells what the project may do.
public struct LimitManager: Sendable {
  let client: TroveClient

  /// What there is; this list has no pages.
  public func list() async throws(TroveError) -> Page<Limit> {
    try await client.page(.get("limits"), "limits")
  }
}

/// What a project may have of something.
public struct Quota: TroveObject {
  public let attributes: JSONObject

  /// `instances`, `volumes` (GiB), `backups` or `ram`.
  public let resource: String
  public let inUse: Int
  public let reserved: Int
  /// -1 is no limit.
  public let limit: Int
}

extension Quota: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    resource = try answer.member("resource").string()
    inUse = try answer.member("in_use").int()
    reserved = try answer.member("reserved").int()
    limit = try answer.member("limit").int()
  }
}

/// Tells and changes what projects may have.
public struct QuotaManager: Sendable {
  let client: TroveClient

  /// - Parameter tenant: the project's id.
  public func show(_ tenant: String) async throws(TroveError) -> Page<Quota> {
    try await client.page(.get("mgmt", "quotas", tenant), "quotas")
  }

  /// Changes limits, and gives those that were changed. For administrators.
  ///
  /// - Parameters:
  ///   - tenant: the project's id.
  ///   - limits: by resource.
  /// - Throws: ``TroveError``: not found for an unknown resource.
  public func update(
    _ tenant: String, _ limits: [String: Int]
  ) async throws(TroveError) -> [String: Int] {
    var quotas = JSONObject()
    for (resource, limit) in limits.sorted(by: { $0.key < $1.key }) { quotas.set(resource, limit) }
    let body: JSONValue = ["quotas": .object(quotas)]
    return try await client.read(.put("mgmt", "quotas", tenant, body: body)) {
      answer throws(UnreadableAnswer) in
      let quotas = try answer.member("quotas")
      var changed: [String: Int] = [:]
      for resource in try quotas.object().keys {
        changed[resource] = try quotas.member(resource).int()
      }
      return changed
    }
  }
}
