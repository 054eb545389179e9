public import JSON

/// How a job is to be done, beside what it does.
public struct JobOptions: Sendable, Equatable {
  /// How often each element may be tried. The reference service refuses negative numbers.
  public var maxTries: Int
  /// 0 to 9. On the reference service low numbers are served first.
  public var priority: Int
  /// How the files are reached.
  public var `protocol`: JobProtocol
  /// What the worker's script is told, for example `["depth": 1]`; an object.
  public var extra: JSONValue

  /// Without arguments, the defaults of the Python client.
  public init(
    maxTries: Int = 2, priority: Int = 5, protocol: JobProtocol = .gridFTP, extra: JSONValue = [:]
  ) {
    self.maxTries = maxTries
    self.priority = priority
    self.protocol = `protocol`
    self.extra = extra
  }

  var members: [JSONObject.Member] {
    [
      .init(key: "max_tries", value: .number(JSONNumber(maxTries))),
      .init(key: "priority", value: .number(JSONNumber(priority))),
      .init(key: "protocol", value: `protocol`.json),
      .init(key: "extra_opts", value: extra),
    ]
  }
}

/// A job as ``WorkqueueClient/post(_:)`` registers it. What is nil is not sent, and the service's
/// own defaults hold: two tries, priority 5, GRIDFTP (reference service).
public struct NewJob: Sendable, Equatable {
  public var type: JobType
  public var sourceSite: Int
  public var sourcePath: String
  /// Needed to copy.
  public var destinationSite: Int?
  /// Needed to copy and to rename.
  public var destinationPath: String?
  public var maxTries: Int?
  public var priority: Int?
  public var `protocol`: JobProtocol?
  public var extra: JSONValue?

  /// A job of that type on a path.
  public init(_ type: JobType, _ sourcePath: String, site: Int) {
    self.type = type
    self.sourcePath = sourcePath
    sourceSite = site
  }

  var json: JSONObject {
    var json = JSONObject()
    json["type"] = type.json
    json["src_siteid"] = .number(JSONNumber(sourceSite))
    json["src_filepath"] = .string(sourcePath)
    json["dst_siteid"] = destinationSite.map { .number(JSONNumber($0)) }
    json["dst_filepath"] = destinationPath.map { .string($0) }
    json["max_tries"] = maxTries.map { .number(JSONNumber($0)) }
    json["priority"] = priority.map { .number(JSONNumber($0)) }
    json["protocol"] = `protocol`?.json
    json["extra_opts"] = extra
    return json
  }
}

/// Each of these registers a job and gives it as the service stored it: new, without an attempt.
///
/// Paths begin with `/` or `~` and hold ASCII letters, digits and `/ _ . * ~ -` only; others are
/// refused with 400, as are missing members (reference service). The workqueue's documentation has
/// relative paths, too.
extension WorkqueueClient {
  /// Registers a job of any type.
  ///
  /// - Throws: ``WorkqueueError``
  public func post(_ job: NewJob) async throws(WorkqueueError) -> Job {
    try await post("jobs", job.json, token: token)
  }

  /// Registers a job that lists a path.
  ///
  /// - Throws: ``WorkqueueError``
  public func list(
    _ path: String, site: Int, options: JobOptions = JobOptions()
  ) async throws(WorkqueueError) -> Job {
    try await register("list", path, site, options: options)
  }

  /// Registers a job that copies a file, or all files of a directory.
  ///
  /// - Throws: ``WorkqueueError``
  public func copy(
    _ path: String, site: Int, to destinationPath: String, site destinationSite: Int,
    options: JobOptions = JobOptions()
  ) async throws(WorkqueueError) -> Job {
    try await register(
      "copy", path, site, to: destinationPath, at: destinationSite, options: options)
  }

  /// Registers a job that removes a file, or a directory with all in it.
  ///
  /// - Throws: ``WorkqueueError``
  public func remove(
    _ path: String, site: Int, options: JobOptions = JobOptions()
  ) async throws(WorkqueueError) -> Job {
    try await register("remove", path, site, options: options)
  }

  /// Registers a job that gives a path another name at the same site.
  ///
  /// - Throws: ``WorkqueueError``
  public func rename(
    _ path: String, to newPath: String, site: Int, options: JobOptions = JobOptions()
  ) async throws(WorkqueueError) -> Job {
    try await register("rename", path, site, to: newPath, at: site, options: options)
  }

  /// Registers a job that makes a directory.
  ///
  /// - Throws: ``WorkqueueError``
  public func mkdir(
    _ path: String, site: Int, options: JobOptions = JobOptions()
  ) async throws(WorkqueueError) -> Job {
    try await register("mkdir", path, site, options: options)
  }

  private func register(
    _ call: String, _ path: String, _ site: Int, to destinationPath: String? = nil,
    at destinationSite: Int? = nil, options: JobOptions
  ) async throws(WorkqueueError) -> Job {
    var body = JSONObject()
    body["src_siteid"] = .number(JSONNumber(site))
    body["src_filepath"] = .string(path)
    body["dst_siteid"] = destinationSite.map { .number(JSONNumber($0)) }
    body["dst_filepath"] = destinationPath.map { .string($0) }
    for member in options.members { body[member.key] = member.value }
    return try await post(call, body, token: token)
  }
}
