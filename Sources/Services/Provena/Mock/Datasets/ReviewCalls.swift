import HTTPMessage
import JSON

/// Reviewers, and the way of a dataset to its release (sheet, sections 4 and 5).
extension Call {
  private static let nothing = HTTPResponse.json(Array("null".utf8))

  func addReviewer(_ state: inout ProvenaState) throws(Refusal) -> HTTPResponse {
    let named = values.query["reviewer_id"]?.string
    let written = mock.profile.takesReviewerInBody ? values.body["reviewer_id"]?.string : nil
    guard let id = named ?? written else {
      throw .invalid([.missing(["query", "reviewer_id"])])
    }
    state.addReviewer(id)
    return Self.nothing
  }

  func deleteReviewer(_ state: inout ProvenaState) -> HTTPResponse {
    state.deleteReviewer(values.text("reviewer_id"))
    return Self.nothing
  }

  func reviewers(_ state: ProvenaState) -> HTTPResponse {
    .json(JSONWriter.compact(.array(state.reviewers.map { .string($0) })))
  }

  /// Person, dataset, rights, release, reviewer, lock: the order is the service's.
  func requestApproval(_ state: inout ProvenaState) throws(Refusal) -> HTTPResponse {
    guard let requester = state.person(of: caller.username) else {
      throw Refusal(
        .badRequest, "You cannot request a review without having a linked Person in the registry.")
    }
    let id = text("dataset_id")
    let approver = text("approver_id")
    let dataset = try dataset(id, state)
    guard roles(on: dataset).contains("admin") else {
      throw Refusal(
        .unauthorized,
        "User \(caller.username) is not an admin of dataset \(id). Only admins of datasets can "
          + "request for the dataset to be reviewed.")
    }
    if dataset.info.release.isUnderWay {
      throw Refusal(
        .badRequest,
        "Dataset \(id) is already pending review or is released. Cannot request a review while "
          + "another is unresolved.")
    }
    guard state.reviewers.contains(approver) else {
      throw Refusal(
        .badRequest,
        "User \(approver) is not a system dataset reviewer. Please provide an ID for entity "
          + "pointing to a person who is a valid dataset reviewer for this system.")
    }
    if let name = state.persons[approver]?.username {
      let needed: Set = ["metadata-read", "dataset-data-read"]
      guard name == dataset.owner || needed.isSubset(of: dataset.generalRoles) else {
        throw Refusal(
          .badRequest,
          "Desired reviewer '\(name)' does not have read permissions into dataset \(id). Cannot "
            + "request for dataset to be reviewed for release by a reviewer who cannot read it. "
            + "Please provide \(name) with dataset read and metadata read access to dataset for "
            + "review.")
      }
    }
    if dataset.isLocked {
      throw Refusal(
        .unauthorized,
        "Dataset metadata update failed, not authorised. Status code: 401. Details: Cannot perform "
          + "this action as the resource is locked..")
    }
    let step = Release.Step(
      action: .request, timestamp: now, approver: approver, requester: requester.id,
      notes: text("notes"))
    state.datasets.change(id) { dataset in
      dataset.info.release.add(step, .pending)
      dataset.updated = now
    }
    return .json(
      JSONWriter.compact([
        "dataset_id": .string(id), "approver_id": .string(approver),
        "details":
          "Successfully sent request to approve dataset release to approver. Email notification included.",
      ]))
  }

  /// Person, reviewer, dataset, release, approver: the order is the service's.
  func actOnApproval(_ state: inout ProvenaState) throws(Refusal) -> HTTPResponse {
    guard let person = state.person(of: caller.username) else {
      throw Refusal(
        .badRequest,
        "In order to perform this operation you must link your User account to a Person in the "
          + "registry.")
    }
    guard state.reviewers.contains(person.id) else {
      throw Refusal(
        .unauthorized,
        "You are not a dataset reviewer. Only system dataset reviewers can perform this action. "
          + "Contact system admins to request to be a reviewer.")
    }
    let id = text("dataset_id")
    let release = try dataset(id, state).info.release
    guard release.status == .pending else {
      throw Refusal(
        .badRequest, "Dataset \(id) is not pending review. Cannot perform this action.")
    }
    guard release.last?.approver == person.id else {
      throw Refusal(
        .unauthorized,
        "User with name \(caller.username) and linked ID \(person.id) is not the approver for "
          + "dataset \(id). Only the designated approver can perform this action.")
    }
    let isApproved = values.body["approve"] == true
    let step = Release.Step(
      action: isApproved ? .approve : .reject, timestamp: now, approver: person.id,
      requester: nil, notes: text("notes"))
    state.datasets.change(id) { dataset in
      dataset.info.release.add(step, isApproved ? .released : .notReleased)
      dataset.updated = now
    }
    return .json(
      JSONWriter.compact([
        "dataset_id": .string(id), "approved": .bool(isApproved),
        "details": "Succesfully responded to dataset release approval request.",
      ]))
  }
}
