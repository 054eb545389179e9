import HTTPMessage
import JSON
import MockServer

/// Files of datasets: addresses and credentials of a storage that is not there (sheet, sections 4
/// and 10).
extension Call {
  func presignedURL(_ state: ProvenaState) throws(Refusal) -> HTTPResponse {
    let id = text("dataset_id")
    let file = text("file_path")
    let dataset: Dataset
    do throws(Refusal) {
      if id.isEmpty { throw Self.emptyHandle }
      dataset = try self.dataset(id, state)
      let roles = roles(on: dataset)
      guard roles.contains("dataset-data-read") else {
        throw Refusal(
          .unauthorized,
          "User \(caller.username) does not have expected dataset data privileges for dataset with "
            + "id '\(id)'.Expected roles of ['dataset-data-read'] but got "
            + PythonText.version3.list(roles))
      }
    } catch {
      throw Refusal(
        error.status, "Failed to generate presigned url. Error: \(error.detail?.string ?? "")",
        reason: error.reason)
    }
    for part in settings.forbiddenInPaths where file.contains(part) {
      throw Refusal(
        .badRequest, "File path '\(file)' contains '\(part)' which is not allowed.")
    }
    guard settings.files.contains(file) else {
      throw Refusal(
        .badRequest, "File path '\(file)' does not exist in dataset with id \(id)",
        reason: "a dataset has no files but \(settings.files.joined(separator: ", "))")
    }
    let lifetime = values.body["expires_in"]?.int ?? 0
    let url = Self.fill(
      settings.storage.presignedURL,
      [
        "bucket": settings.bucket, "path": dataset.info.path, "file": file,
        "place": PercentCoding.encode(dataset.info.path + file),
        "expires": String(now + lifetime),
      ])
    return .json(
      JSONWriter.compact([
        "dataset_id": .string(id), "file_path": .string(file), "presigned_url": .string(url),
      ]))
  }

  func readCredentials(_ state: ProvenaState) throws(Refusal) -> HTTPResponse {
    let dataset = try dataset(text("dataset_id"), state)
    let enough: Set = ["dataset-data-read", "dataset-data-write", "admin"]
    guard !enough.isDisjoint(with: roles(on: dataset)) else {
      throw Refusal(
        .unauthorized, "You do not have sufficient permissions to read from this dataset!")
    }
    return credentials(for: dataset)
  }

  /// Locked, then roles, then review: the order is the service's.
  func writeCredentials(_ state: ProvenaState) throws(Refusal) -> HTTPResponse {
    let id = text("dataset_id")
    let dataset = try dataset(id, state)
    if dataset.isLocked {
      throw Refusal(
        .unauthorized,
        "This dataset is locked - you cannot modify the files of a locked dataset. Unlock the "
          + "dataset first.")
    }
    let enough: Set = ["dataset-data-write", "admin"]
    guard !enough.isDisjoint(with: roles(on: dataset)) else {
      throw Refusal(
        .unauthorized, "You do not have sufficient permissions to write to this dataset!")
    }
    if dataset.info.release.isUnderWay {
      throw Refusal(
        .forbidden,
        "Dataset \(id) is pending review or is released. Cannot modify dataset files while a review "
          + "is ongoing.")
    }
    return credentials(for: dataset)
  }

  private func credentials(for dataset: Dataset) -> HTTPResponse {
    let storage = settings.storage
    let expiry = Timestamp(microseconds: context.now.microseconds + storage.lifetime)
    var url = JSONValue.null
    if values.body["console_session_required"] == true {
      let destination = Self.fill(
        storage.consoleDestination, ["bucket": settings.bucket, "path": dataset.info.path])
      url = .string(
        Self.fill(storage.consoleURL, ["destination": PercentCoding.encode(destination)]))
    }
    return .json(
      JSONWriter.compact([
        "status": statusValue("STS credentials generated successfully for specified path."),
        "credentials": [
          "aws_access_key_id": .string(storage.accessKey),
          "aws_secret_access_key": .string(storage.secretKey),
          "aws_session_token": .string(storage.sessionToken),
          "expiry": .string(expiry.iso8601 + "+00:00"),
        ],
        "console_session_url": url,
      ]))
  }
}
