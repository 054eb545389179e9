import HTTPMessage
import JSON
import MockServer

/// A checked registration. The order of checks is the service's (sheet, section 7).
struct Registration {
  let type: JobType
  let transfer: JobProtocol
  let sourceSite: Int
  let destinationSite: Int?
  let hasDestinationCredentials: Bool
  let sourcePath: String
  let destinationPath: String?
  let priority: Int
  let maxTries: Int
  let extraOpts: JSONValue

  init(
    _ body: JSONObject, _ typeOfPath: JobType?, _ mock: WorkqueueMock
  ) throws(Refusal) {
    try mock.require("src_siteid", in: body)
    guard let site = body["src_siteid"]?.int else {
      throw Refusal(.internalServerError, reason: "src_siteid must be an integer")
    }
    let givenType = typeOfPath.map { .number(JSONNumber($0.rawValue)) } ?? body["type"]
    guard let givenType else {
      throw Refusal(
        .internalServerError, reason: "type is missing; one of LIST, COPY, REMOVE, RENAME, MKDIR")
    }
    // Only the number makes the service prepare a copy or a rename; a name or digits do not.
    let isCopy = givenType.int == JobType.copy.rawValue
    let isRename = givenType.int == JobType.rename.rawValue
    if isCopy { try mock.require("dst_siteid", in: body) }
    guard let source = body["src_filepath"] else {
      throw Refusal(.badRequest, "Missing ['src_filepath']")
    }
    sourcePath = try Self.path(source, "src_filepath", mock)
    type = try JobType.parse(givenType)
    if let given = body["protocol"] {
      transfer = try JobProtocol.parse(given)
    } else {
      transfer = mock.settings.transfer
    }
    if type == .copy || type == .rename {
      let missing = ["dst_siteid", "dst_filepath"].filter {
        body[$0] == nil && !(isRename && $0 == "dst_siteid")
      }
      guard missing.isEmpty else {
        throw Refusal(.badRequest, "Missing \(PythonText.version2.list(missing))")
      }
      destinationPath = try Self.path(body["dst_filepath"] ?? .null, "dst_filepath", mock)
    } else {
      destinationPath = body["dst_filepath"]?.string
    }
    sourceSite = site
    guard !mock.settings.sitesWithoutCredentials.contains(site) else {
      throw Refusal(.internalServerError, reason: "the user has no credentials at site \(site)")
    }
    destinationSite = isRename ? site : try Self.site(body["dst_siteid"])
    hasDestinationCredentials = isCopy
    priority = try Self.number(
      body["priority"], "priority", 0...mock.settings.highestPriority, usual: mock.settings.priority
    )
    maxTries = try Self.number(
      body["max_tries"], "max_tries", 0...Int.max, usual: mock.settings.maxTries)
    extraOpts = body["extra_opts"] ?? mock.profile.extraOptsWhenAbsent
  }

  private static func path(
    _ value: JSONValue, _ name: String, _ mock: WorkqueueMock
  ) throws(Refusal) -> String {
    guard let path = value.string else {
      throw Refusal(
        .internalServerError, "expected string or buffer", reason: "\(name) must be a string")
    }
    guard PosixPath.isHarmless(path, mayBeRelative: mock.profile.allowsRelativePaths) else {
      throw Refusal(.badRequest, "Possible injection content in filepath '\(path)'")
    }
    return path
  }

  private static func site(_ value: JSONValue?) throws(Refusal) -> Int? {
    guard let value, value != .null else { return nil }
    guard let number = value.int else {
      throw Refusal(.internalServerError, reason: "dst_siteid must be an integer")
    }
    return number
  }

  /// A number that the database has a rule for; its refusal has no text.
  private static func number(
    _ value: JSONValue?, _ name: String, _ range: ClosedRange<Int>, usual: Int
  ) throws(Refusal) -> Int {
    guard let value else { return usual }
    guard let number = value.int, range.contains(number) else {
      let limit =
        range.upperBound == .max
        ? "\(range.lowerBound) or more" : "\(range.lowerBound)-\(range.upperBound)"
      throw Refusal(
        .internalServerError, "", reason: "\(name) must be an integer, \(limit), not \(value)")
    }
    return number
  }
}

extension WorkqueueMock {
  /// Stores a job with its first element: a listing, but for MKDIR, which needs none.
  func register(
    _ registration: Registration, for user: Int, logUID: String, _ state: inout WorkqueueState,
    at now: Timestamp
  ) -> HTTPResponse {
    let time = now.iso8601
    let isDirectory = registration.type == .mkdir
    let element = JobElement(
      id: 0, sourcePath: registration.sourcePath,
      destinationPath: isDirectory ? registration.destinationPath : nil,
      maxTries: registration.maxTries, type: isDirectory ? .mkdir : .list, timestamp: time)
    let job = Job(
      id: state.nextID, user: user, sourceSite: registration.sourceSite,
      destinationSite: registration.destinationSite, sourcePath: registration.sourcePath,
      destinationPath: registration.destinationPath, type: registration.type, status: .new,
      extraOpts: registration.extraOpts, priority: registration.priority,
      transfer: registration.transfer, logUID: logUID, timestamp: time,
      hasDestinationCredentials: registration.hasDestinationCredentials, elements: [element])
    state.append(job)
    return self.job(job)
  }
}
