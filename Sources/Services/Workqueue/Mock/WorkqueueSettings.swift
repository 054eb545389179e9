import JSON
import MockServer

/// The service's own part of `service.json`.
struct WorkqueueSettings: Sendable {
  let loginPath: String
  let sitePath: String
  let site: JSONValue
  /// With `${user}` and `${site}`.
  let credentials: String
  /// Sites at which no user has credentials.
  let sitesWithoutCredentials: Set<Int>
  let priority: Int
  let maxTries: Int
  let transfer: JobProtocol
  /// Elements that a worker gets at once when it names no limit.
  let pullLimit: Int
  let highestPriority: Int
  let elementTokenSignature: String
  /// Shown in the text about a log that is not there.
  let logDirectory: String

  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in try WorkqueueSettings(&object) }
  }

  private init(_ object: inout FixtureObject) throws(FixtureError) {
    loginPath = try object.required("login_path").string()
    sitePath = try object.required("site_path").string()
    site = try object.required("site").value
    credentials = try object.required("credentials").string()
    var sites: Set<Int> = []
    for node in try object.required("sites_without_credentials").array() {
      sites.insert(try node.int())
    }
    sitesWithoutCredentials = sites
    let defaults = try object.required("defaults")
    (priority, maxTries, transfer, pullLimit) = try defaults.object { object throws(FixtureError) in
      (
        try object.required("priority").int(),
        try object.required("max_tries").int(),
        try object.required("protocol").word(JobProtocol.names),
        try object.required("pull_limit").int(in: 1...100_000)
      )
    }
    highestPriority = try object.required("highest_priority").int(in: 0...1_000_000)
    elementTokenSignature = try object.required("element_token_signature").string()
    logDirectory = try object.required("log_directory").string()
  }

  func credentials(user: Int, site: Int) -> String {
    Template.fill(
      credentials,
      with: JSONObject([
        .init(key: "user", value: .number(JSONNumber(user))),
        .init(key: "site", value: .number(JSONNumber(site))),
      ]))
  }
}

/// Where the documented and the real service differ (sheet, section 10). Both are data; this is what
/// each difference means.
struct WorkqueueProfile: Sendable {
  /// Who acts when a user path gets no token; nil: refused (21).
  let userWithoutToken: Int?
  /// Whether a path may begin with a letter (3).
  let allowsRelativePaths: Bool
  /// Whether a JSON body with a form's content type is read (2).
  let readsFormBodies: Bool
  /// What a job that no worker has touched says of itself (5).
  let newJobsShownAs: JobStatus
  /// Whether a job without destination shows it as null (6).
  let showsNullDestinations: Bool
  /// What a job has that was posted without `extra_opts` (7).
  let extraOptsWhenAbsent: JSONValue
  /// Whether the list of jobs counts elements by status (9).
  let countsElements: Bool
  /// Whether seed times get the seconds that the document leaves out (8).
  let completesTimestamps: Bool
  /// Whether monitoring is shown before there is any (11, 15).
  let showsUnmonitored: Bool
  /// Whether output is all attempts, by element, instead of the latest (12, 13). The latest may have
  /// a log of its own where an element's output is shown alone (14).
  let showsAllAttempts: Bool

  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in try WorkqueueProfile(&object) }
  }

  private init(_ object: inout FixtureObject) throws(FixtureError) {
    userWithoutToken = try object.nullable("user_without_token")?.int()
    allowsRelativePaths = try object.required("relative_paths").bool()
    readsFormBodies = try object.required("form_bodies").bool()
    newJobsShownAs = try object.required("new_jobs_shown_as").word(JobStatus.names)
    showsNullDestinations = try object.required("null_destinations").bool()
    extraOptsWhenAbsent = try object.required("extra_opts_when_absent").value
    countsElements = try object.required("element_counts").bool()
    completesTimestamps = try object.required("whole_timestamps").bool()
    showsUnmonitored = try object.required("unmonitored_members").bool()
    showsAllAttempts = try object.required("all_attempts").bool()
  }
}
