public import JSON
import ServiceAnswers

/// Whether it worked, in words. A call that gives one has worked: else it throws
/// ``ProvenaError/unsuccessful(details:call:)``.
public struct Status: Sendable, Equatable {
  public let success: Bool
  public let details: String

  public init(success: Bool, details: String) {
    self.success = success
    self.details = details
  }
}

/// An answer that says no more than whether it worked.
public struct StatusResponse: ProvenaObject {
  public let attributes: JSONObject
  public let status: Status
}

/// That the data store answers, in words.
public struct HealthCheckResponse: ProvenaObject {
  public let attributes: JSONObject
  public let message: String
}

/// A dataset that was registered.
public struct MintResponse: ProvenaObject {
  public let attributes: JSONObject
  public let status: Status
  /// Of the dataset. Optional in the documented model, but there whenever the call succeeds.
  public let handle: String?
  /// Where to put the files.
  public let s3Location: S3Location?
  /// A UUID: of the job that registers the activity of making the dataset.
  public let registerCreateActivitySessionID: String?
}

/// A dataset whose description was replaced.
public struct UpdateMetadataResponse: ProvenaObject {
  public let attributes: JSONObject
  public let status: Status
  public let handle: String
  public let s3Location: S3Location
}

/// A dataset that was made as the next version of another.
public struct VersionResponse: ProvenaObject {
  public let attributes: JSONObject
  /// The handle of the new dataset.
  public let newVersionID: String
  /// A UUID: of the job that registers the activity of making the version.
  public let versionJobSessionID: String
}

/// A dataset, with what the user may do with it.
public struct RegistryFetchResponse: ProvenaObject {
  public let attributes: JSONObject
  public let status: Status
  public let item: ItemDataset?
  /// What the user may do with the dataset.
  public let roles: [DatasetRole]?
  /// Whether it can't be changed until it is unlocked, which only the registry can do.
  public let locked: Bool?
}

/// A page of datasets. The counts are of this page.
public struct DatasetListResponse: ProvenaObject {
  public let attributes: JSONObject
  public let status: Status
  /// Fewer than were asked for, perhaps none, does not mean that this is the last page.
  public let items: [ItemDataset]?
  public let seedItems: [SeededItem]?
  /// Datasets that the data store itself can't read.
  public let unparsableItems: [JSONObject]?
  public let totalItemCount: Int?
  public let completeItemCount: Int?
  public let seedItemCount: Int?
  public let unparsableItemCount: Int?
  /// How many were left out because the user may not see them.
  public let notAuthorisedCount: Int?
  /// Where the next page begins; nil on the last one.
  public let paginationKey: PaginationKey?
}

/// Where a file can be fetched for a time.
public struct PresignedURLResponse: ProvenaObject {
  public let attributes: JSONObject
  public let datasetID: String
  public let filePath: String
  /// For a GET by anybody. It is to be used as it is; the form is the storage's own.
  public let presignedURL: String
}

/// For the storage, and only for one dataset's folder there.
public struct Credentials: ProvenaObject {
  public let attributes: JSONObject
  public let awsAccessKeyID: String
  public let awsSecretAccessKey: String
  public let awsSessionToken: String
  /// When they stop working.
  public let expiry: ProvenaTimestamp
}

/// Access to the files of a dataset.
public struct CredentialResponse: ProvenaObject {
  public let attributes: JSONObject
  public let status: Status
  public let credentials: Credentials
  /// Nil unless it was asked for.
  public let consoleSessionURL: String?
}

/// A request for review that was made.
public struct ReleaseApprovalRequestResponse: ProvenaObject {
  public let attributes: JSONObject
  public let datasetID: String
  public let approverID: String
  public let details: String
}

/// A decision that was taken.
public struct ActionApprovalRequestResponse: ProvenaObject {
  public let attributes: JSONObject
  public let datasetID: String
  /// Whether the dataset is released now.
  public let approved: Bool
  public let details: String
}

/// Who a token belongs to.
public struct ProvenaUser: ProvenaObject {
  public let attributes: JSONObject
  public let username: String
  public let email: String?
  /// In the realm, for example `entity-registry-read`.
  public let roles: [String]
  /// The token that was sent.
  public let accessToken: String
}

/// The settings of a data store: lines of `key=value`.
public struct AdminConfiguration: Sendable, Equatable {
  public let text: String

  public init(_ text: String) { self.text = text }

  /// In the order of the lines; those without `=` are left out.
  public var entries: [(key: String, value: String)] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
  }

  /// The value of the first line with that key.
  public subscript(key: String) -> String? { entries.first { $0.key == key }?.value }
}
