import HTTPMessage
import JSON
import MockServer

/// Registering datasets and changing what is registered (sheet, sections 4 and 5). All checks come
/// before the first change, so that what is refused leaves nothing behind.
extension Call {
  private var format: JSONValue { values.body }

  /// What is wrong with the values of a registration; nil when nothing is.
  private func problem(_ format: JSONValue, _ state: ProvenaState) -> String? {
    if let rule = settings.fieldRules.first(where: { $0.refuses(format) }) {
      return "Failed field value validation. Error: \(rule.message)"
    }
    return registryProblem(format, state).map {
      "Registry API responded with an error during validation, error: Validation Error: \($0)."
    }
  }

  private func registryProblem(_ format: JSONValue, _ state: ProvenaState) -> String? {
    for link in settings.links {
      guard let id = FieldRule.find(link.path, in: format)?.string else { continue }
      let isKnown =
        switch link.kind {
        case .organisation: state.organisations.contains(id)
        case .person: state.persons[id] != nil
        }
      if !isKnown {
        return "Could not find \(link.title) with ID \(id) in registry. Please ensure it exists."
      }
    }
    for name in ["coverage", "extent"] {
      let place = format["dataset_info"]?["spatial_info"]?[name]?.string
      if let problem = place.flatMap({ SpatialText.problem($0, settings.spatialSystems) }) {
        return problem
      }
    }
    return nil
  }

  func validation(_ state: ProvenaState) -> HTTPResponse {
    let problem = problem(format, state)
    let status = statusValue(problem ?? "Validation successful.", success: problem == nil)
    guard mock.profile.nestsValidationStatus, var answer = status.object else {
      return .json(JSONWriter.compact(status))
    }
    answer.append("status", status)
    return .json(JSONWriter.compact(.object(answer)))
  }

  func mint(_ state: inout ProvenaState) throws(Refusal) -> HTTPResponse {
    if let problem = problem(format, state) {
      return .json(
        JSONWriter.compact([
          "status": statusValue(problem, success: false), "handle": nil, "s3_location": nil,
          "register_create_activity_session_id": nil,
        ]))
    }
    let path = mock.storagePath(of: state.nextHandle(settings.handlePrefix))
    if state.datasets.hasPath(path) {
      throw Refusal(
        .badRequest,
        "Failed to find a unique S3 path - is your dataset name a duplicate? Error: "
          + "The path \(path) is in use.")
    }
    let id = state.takeHandle(settings.handlePrefix)
    let session = context.identifiers.uuid()
    let info = DomainInfo(format: format, path: path)
    var dataset = Dataset(
      id: id, owner: caller.username, created: now, updated: now, info: info, history: [],
      generalRoles: settings.generalRoles)
    dataset.recordHistory(HistoryEntry.creation, by: caller.username, at: now)
    dataset.links.create = session
    state.datasets.add(dataset)
    return .json(
      JSONWriter.compact([
        "status": statusValue("Successfully seeded location - see location details."),
        "handle": .string(id),
        "s3_location": DomainInfo.location(of: path, bucket: settings.bucket),
        "register_create_activity_session_id": .string(session),
      ]))
  }

  /// A dataset whose metadata the caller may change now.
  private func writable(_ id: String, _ state: ProvenaState) throws(Refusal) -> Dataset {
    let dataset = try dataset(id, state)
    if dataset.isLocked {
      throw Refusal(
        .unauthorized,
        "This dataset is locked - you cannot update the metadata. Unlock the dataset first.")
    }
    guard roles(on: dataset).contains("metadata-write") else {
      throw Refusal(
        .unauthorized, "You are not authorised to write metadata for this dataset!",
        reason: "\(id) is \(dataset.owner)'s, not \(caller.username)'s")
    }
    return dataset
  }

  private func update(
    _ id: String, _ format: JSONValue, _ reason: String, _ state: inout ProvenaState
  ) {
    state.datasets.change(id) { dataset in
      dataset.info.take(format)
      dataset.updated = now
      dataset.recordHistory(reason, by: caller.username, at: now)
    }
  }

  func updateMetadata(_ state: inout ProvenaState) throws(Refusal) -> HTTPResponse {
    if let problem = problem(format, state) { throw Refusal(.badRequest, problem) }
    let id = values.text("handle_id")
    let reason = values.text("reason")
    let dataset = try writable(id, state)
    guard !reason.isEmpty else { throw .failure("the service fails on an empty reason") }
    update(id, format, reason, &state)
    return .json(
      JSONWriter.compact([
        "status": statusValue(
          "Successfully updated metadata in Registry and S3 bucket - see location details."),
        "handle": .string(id),
        "s3_location": DomainInfo.location(of: dataset.info.path, bucket: settings.bucket),
      ]))
  }

  func revertMetadata(_ state: inout ProvenaState) throws(Refusal) -> HTTPResponse {
    let id = text("id")
    let number = values.body["history_id"]?.int ?? 0
    let dataset = try writable(id, state)
    guard let entry = dataset.history.first(where: { $0.id == number }) else {
      throw Refusal(
        .badRequest,
        "The item with id \(id) does not have a history entry with id matching \(number). "
          + "No action taken.")
    }
    if let problem = registryProblem(entry.info.format, state) {
      throw Refusal(
        .badRequest,
        "Registry API responded with an error during validation of the target revert point, "
          + "error: Validation Error: \(problem).")
    }
    update(
      id, entry.info.format,
      "Reverting dataset to history id \(number). Reason: \(text("reason")).", &state)
    return .json(
      JSONWriter.compact([
        "status": statusValue(
          "Successfully reverted metadata in Registry and S3 bucket - see location details.")
      ]))
  }

  func version(_ state: inout ProvenaState) throws(Refusal) -> HTTPResponse {
    let id = text("id")
    let failed = "Non 200 status code in dataset version process. Status code: 400. Details: "
    guard let old = state.datasets[id] else {
      throw Refusal(
        .badRequest, failed + "Could not find the given key (\(id)) in the registry..")
    }
    guard roles(on: old).contains("admin") else {
      throw Refusal(
        .unauthorized,
        "Dataset version failed, not authorised 401. Details: You are not authorised to revise the "
          + "item (id='\(id)')..")
    }
    if let next = old.versioning.next {
      throw Refusal(
        .badRequest,
        failed + "Cannot create a new version for an item (id='\(id)') which is not the latest "
          + "version. Next version \(next) already exists!.")
    }
    let new = state.takeHandle(settings.handlePrefix)
    let session = context.identifiers.uuid()
    state.datasets.add(newVersion(of: old, id: new, session: session))
    state.datasets.change(id) { $0.versioning.next = new }
    return .json(
      JSONWriter.compact([
        "new_version_id": .string(new), "version_job_session_id": .string(session),
      ]))
  }

  private func newVersion(of old: Dataset, id: String, session: String) -> Dataset {
    var info = old.info
    info.release = Release()
    var dataset = Dataset(
      id: id, owner: caller.username, created: now, updated: now, info: info, history: [],
      generalRoles: old.generalRoles)
    dataset.recordHistory(
      "New version of existing item (id=\(old.id)).", by: caller.username, at: now)
    dataset.info.path = mock.storagePath(of: id)
    // The service forgets it when it writes the new path.
    dataset.info.userMetadata = .null
    dataset.recordHistory(
      "(System) Dataset S3 path updated to new version's storage location", by: caller.username,
      at: now)
    dataset.links.version = session
    dataset.versioning = Versioning(
      previous: old.id, number: old.versioning.number + 1, reason: text("reason"))
    return dataset
  }
}
