import HTTPMessage
import JSON
import ProvenaClient
import Testing

/// What a request says of a call's arguments.
struct Arguments: Sendable {
  let sources: [String: String]
  let query: [String: String]
  let body: JSONValue

  static func decoded(_ text: String) -> String {
    String(decoding: PercentCoding.decode(Array(text.utf8)[...]) ?? [], as: UTF8.self)
  }

  /// The argument of that name; nil when the request doesn't have it.
  subscript(name: String) -> JSONValue? {
    let steps = (sources[name] ?? "").split(separator: "/").map(String.init)
    guard let first = steps.first else { return nil }
    guard first == "body" else { return query[steps.last ?? ""].map { .string($0) } }
    var value: JSONValue? = body
    for step in steps.dropFirst() { value = value?[step] }
    return value
  }

  func text(_ name: String) throws -> String { try Missing.unwrap(self[name]?.string, name) }

  func format(_ name: String) throws -> CollectionFormat {
    try CollectionFormat(json: self[name] ?? .null)
  }

  /// The members of an argument that is an object.
  func request() throws -> Request {
    Request(value: try Missing.unwrap(self["request"], "request"))
  }

  struct Request: Sendable {
    let value: JSONValue

    func text(_ key: String) throws -> String { try Missing.unwrap(value[key]?.string, key) }
    func int(_ key: String) throws -> Int { try Missing.unwrap(value[key]?.int, key) }
    func flag(_ key: String) throws -> Bool { try Missing.unwrap(value[key]?.bool, key) }
  }
}

/// An argument that a request does not have, so that the call can't be made of it.
struct Missing: Error, CustomStringConvertible {
  let description: String

  static func unwrap<Value>(_ value: Value?, _ name: String) throws(Missing) -> Value {
    guard let value else { throw Missing(description: "no \(name)") }
    return value
  }
}

/// All calls of the client, by the names that `Cases/calls.json` gives them.
enum Calls {
  typealias Call = @Sendable (DatastoreClient, Arguments) async throws -> JSONValue?

  static let all: [String: Call] = datasets.merging(files) { $1 }.merging(review) { $1 }
    .merging(service) { $1 }

  private static let datasets: [String: Call] = [
    "fetchDataset": { client, arguments in
      try await client.fetchDataset(arguments.text("id")).rendered
    },
    "mintDataset": { client, arguments in
      try await client.mintDataset(arguments.format("datasetInfo")).rendered
    },
    "validateMetadata": { client, arguments in
      try await client.validateMetadata(arguments.format("metadata")).rendered
    },
    "updateMetadata": { client, arguments in
      try await client.updateMetadata(
        arguments.text("handleID"), reason: arguments.text("reason"), arguments.format("metadata")
      ).rendered
    },
    "revertMetadata": { client, arguments in
      let request = try arguments.request()
      return try await client.revertMetadata(
        RevertMetadata(
          id: request.text("id"), historyID: request.int("history_id"),
          reason: request.text("reason"))
      ).rendered
    },
    "versionDataset": { client, arguments in
      let request = try arguments.request()
      return try await client.versionDataset(
        VersionRequest(id: request.text("id"), reason: request.text("reason"))
      ).rendered
    },
    "listDatasets": { client, arguments in
      let request = try arguments.request()
      let sorting = request.value["sort_by"]
      return try await client.listDatasets(
        NoFilterSubtypeListRequest(
          sortBy: sorting.map(SortOptions.init(recorded:)),
          paginationKey: request.value["pagination_key"]?.object.map { PaginationKey($0) },
          pageSize: request.int("page_size"))
      ).rendered
    },
    "getDatasetSchema": { client, _ in
      ["json_schema": .object(try await client.getDatasetSchema())]
    },
  ]

  private static let files: [String: Call] = [
    "generatePresignedURL": { client, arguments in
      let request = try arguments.request()
      var asked = PresignedURLRequest(
        datasetID: try request.text("dataset_id"), filePath: try request.text("file_path"))
      if let seconds = request.value["expires_in"]?.int { asked.expiresIn = seconds }
      return try await client.generatePresignedURL(asked).rendered
    },
    "generateReadAccessCredentials": { client, arguments in
      try await client.generateReadAccessCredentials(.init(recorded: arguments)).rendered
    },
    "generateWriteAccessCredentials": { client, arguments in
      try await client.generateWriteAccessCredentials(.init(recorded: arguments)).rendered
    },
  ]

  private static let review: [String: Call] = [
    "review.deleteDatasetReviewer": { client, arguments in
      try await client.review.deleteDatasetReviewer(arguments.text("reviewerID"))
      return nil
    },
    "review.addDatasetReviewer": { client, arguments in
      try await client.review.addDatasetReviewer(arguments.text("reviewerID"))
      return nil
    },
    "review.listDatasetReviewers": { client, _ in
      json(try await client.review.listDatasetReviewers())
    },
    "review.approvalRequest": { client, arguments in
      let request = try arguments.request()
      return try await client.review.approvalRequest(
        ReleaseApprovalRequest(
          datasetID: request.text("dataset_id"), approverID: request.text("approver_id"),
          notes: request.text("notes"))
      ).rendered
    },
    "review.actionApprovalRequest": { client, arguments in
      let request = try arguments.request()
      return try await client.review.actionApprovalRequest(
        ActionApprovalRequest(
          datasetID: request.text("dataset_id"), approve: request.flag("approve"),
          notes: request.text("notes"))
      ).rendered
    },
  ]

  private static let service: [String: Call] = [
    "getHealthCheck": { client, _ in try await client.getHealthCheck().rendered },
    "checkGeneralAccess": { client, _ in try await client.checkGeneralAccess().rendered },
    "checkReadAccess": { client, _ in try await client.checkReadAccess().rendered },
    "checkWriteAccess": { client, _ in try await client.checkWriteAccess().rendered },
    "checkAdminAccess": { client, _ in try await client.checkAdminAccess().rendered },
    "getAdminConfig": { client, arguments in
      let requiredOnly = arguments["requiredOnly"]?.string.map { $0 == "true" }
      return .string(try await client.getAdminConfig(requiredOnly: requiredOnly).text)
    },
    "getSentryDebug": { client, _ in ["message": .string(try await client.getSentryDebug())] },
  ]
}

extension SortOptions {
  init(recorded value: JSONValue) {
    self.init(
      value["sort_type"]?.string.map(SortType.init(rawValue:)),
      ascending: value["ascending"]?.bool ?? false, beginsWith: value["begins_with"]?.string)
  }
}

extension CredentialsRequest {
  fileprivate init(recorded arguments: Arguments) throws {
    let request = try arguments.request()
    self.init(
      datasetID: try request.text("dataset_id"),
      consoleSessionRequired: try request.flag("console_session_required"))
  }
}
