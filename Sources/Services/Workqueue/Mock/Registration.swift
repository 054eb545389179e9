import HTTPMessage
import JSON
import MockServer

extension WorkqueueMock {
  /// Registers a job. The order of checks is the service's (sheet, section 7).
  func register(
    _ request: HTTPRequest, as typeOfPath: JobType?, for user: Int, _ state: inout WorkqueueState,
    _ context: inout ServiceContext
  ) throws(Refusal) -> HTTPResponse {
    var body = try object(of: request)
    if let typeOfPath { body["type"] = .number(JSONNumber(typeOfPath.rawValue)) }
    try require("src_siteid", in: body)
    guard let site = body["src_siteid"]?.int else {
      throw Refusal(.internalServerError, reason: "src_siteid must be an integer")
    }
    guard let givenType = body["type"] else {
      throw Refusal(
        .internalServerError, reason: "type is missing; one of LIST, COPY, REMOVE, RENAME, MKDIR")
    }
    // Only the number makes the service prepare a copy or a rename; a name or digits do not.
    var destinationSite = body["dst_siteid"]
    var destinationCredentials: String?
    if givenType.int == JobType.copy.rawValue {
      try require("dst_siteid", in: body)
      destinationCredentials = destinationSite?.int.map {
        settings.credentials(user: user, site: $0)
      }
    } else if givenType.int == JobType.rename.rawValue {
      destinationSite = .number(JSONNumber(site))
    }
    let work = try JobWork(body, type: givenType, hasDestinationSite: destinationSite != nil, self)
    let time = context.now.iso8601
    var job = Job(
      id: state.nextID, user: user, sourceSite: site,
      destinationSite: try siteNumber(destinationSite), sourcePath: work.sourcePath,
      destinationPath: work.destinationPath, type: work.type, status: .new,
      extraOpts: body["extra_opts"] ?? profile.extraOptsWhenAbsent, priority: work.priority,
      transfer: work.transfer, logUID: context.identifiers.uuid(), timestamp: time,
      sourceCredentials: settings.credentials(user: user, site: site),
      destinationCredentials: destinationCredentials, elements: [])
    let isDirectory = work.type == .mkdir
    job.elements = [
      JobElement(
        id: 0, sourcePath: work.sourcePath,
        destinationPath: isDirectory ? work.destinationPath : nil, maxTries: work.maxTries,
        type: isDirectory ? .mkdir : .list, timestamp: time)
    ]
    state.append(job)
    return self.job(job)
  }

  private func siteNumber(_ value: JSONValue?) throws(Refusal) -> Int? {
    switch value {
    case nil, .null: return nil
    case .some(let site):
      guard let number = site.int else {
        throw Refusal(.internalServerError, reason: "dst_siteid must be an integer")
      }
      return number
    }
  }
}

/// The checked members of a registration that don't depend on who registers.
private struct JobWork {
  let type: JobType
  let transfer: JobProtocol
  let sourcePath: String
  let destinationPath: String?
  let priority: Int
  let maxTries: Int

  init(
    _ body: JSONObject, type givenType: JSONValue, hasDestinationSite: Bool, _ mock: WorkqueueMock
  ) throws(Refusal) {
    let settings = mock.settings
    guard let source = body["src_filepath"] else {
      throw Refusal(.badRequest, "Missing ['src_filepath']")
    }
    sourcePath = try Self.path(source, "src_filepath", mock)
    type = try JobType.parse(givenType)
    transfer =
      try body["protocol"].map { value throws(Refusal) in try JobProtocol.parse(value) }
      ?? settings.transfer
    if type == .copy || type == .rename {
      var missing: [String] = []
      if !hasDestinationSite { missing.append("dst_siteid") }
      if body["dst_filepath"] == nil { missing.append("dst_filepath") }
      guard missing.isEmpty else {
        throw Refusal(.badRequest, "Missing \(PythonText.list(missing))")
      }
      destinationPath = try Self.path(body["dst_filepath"] ?? .null, "dst_filepath", mock)
    } else {
      destinationPath = body["dst_filepath"]?.string
    }
    priority = try Self.number(
      body["priority"], "priority", 0...settings.highestPriority, usual: settings.priority)
    maxTries = try Self.number(
      body["max_tries"], "max_tries", 0...Int.max, usual: settings.maxTries)
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
