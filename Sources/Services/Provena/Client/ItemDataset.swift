public import JSON
import ServiceAnswers

/// A dataset in the registry (the Provena sheet, section 9). What its description says can be asked
/// for directly: `dataset.displayName` is `dataset.info.displayName`.
@dynamicMemberLookup public struct ItemDataset: ProvenaObject, Identifiable {
  public let attributes: JSONObject

  /// Its handle, for example `10378.1/1451860`.
  public let id: String
  public let info: DatasetDomainInfo
  /// All that ``info`` was, newest first; the first one is the present.
  public let history: [HistoryEntry]
  public let ownerUsername: String
  /// Seconds since 1970-01-01T00:00:00Z.
  public let createdTimestamp: Int
  /// Seconds since 1970-01-01T00:00:00Z, of the last change to the description or release.
  public let updatedTimestamp: Int
  public let itemCategory: ItemCategory
  public let itemSubtype: ItemSubType
  public let recordType: RecordType
  public let workflowLinks: WorkflowLinks?
  public let versioningInfo: VersioningInfo?

  public subscript<Value>(dynamicMember part: KeyPath<DatasetDomainInfo, Value>) -> Value {
    info[keyPath: part]
  }
}

/// What is said of a dataset, now or at a time in its history.
public struct DatasetDomainInfo: ProvenaObject {
  public let attributes: JSONObject

  /// The name in its ``collectionFormat``.
  public let displayName: String
  public let userMetadata: [String: String]?
  public let collectionFormat: CollectionFormat
  /// Where its files are.
  public let s3: S3Location
  public let releaseStatus: ReleasedStatus
  /// Oldest first.
  public let releaseHistory: [ReleaseHistoryEntry]
  /// The handle of the person who was asked last; it stays after a rejection.
  public let releaseApprover: String?
  /// Seconds since 1970-01-01T00:00:00Z, of the last step.
  public let releaseTimestamp: Int?
  /// That of the ``AccessInfo``.
  public let accessInfoURI: String?
}

/// A description as it was.
public struct HistoryEntry: ProvenaObject, Identifiable {
  public let attributes: JSONObject

  /// From 0, the oldest.
  public let id: Int
  /// Seconds since 1970-01-01T00:00:00Z.
  public let timestamp: Int
  public let reason: String
  public let username: String
  public let item: DatasetDomainInfo
}

/// A step on the way to a release.
public struct ReleaseHistoryEntry: ProvenaObject {
  public let attributes: JSONObject

  public let action: ReleaseAction
  /// Seconds since 1970-01-01T00:00:00Z.
  public let timestamp: Int
  /// The handle of a person.
  public let approver: String
  /// The handle of a person; nil unless the action is a request.
  public let requester: String?
  public let notes: String
}

/// A place in the storage.
public struct S3Location: ProvenaObject {
  public let attributes: JSONObject

  public let bucketName: String
  /// With a slash at the end.
  public let path: String
  /// `s3://`, bucket and path.
  public let s3URI: String
}

/// The activities that made a dataset.
public struct WorkflowLinks: ProvenaObject {
  public let attributes: JSONObject

  public let createActivityWorkflowID: String?
  public let versionActivityWorkflowID: String?
}

/// A dataset's place in the row of its versions.
public struct VersioningInfo: ProvenaObject {
  public let attributes: JSONObject

  /// A handle.
  public let previousVersion: String?
  /// From 1.
  public let version: Int
  /// Nil for the first one.
  public let reason: String?
  /// A handle; nil for the newest version.
  public let nextVersion: String?
}

/// A thing that has its handle, but no description yet.
public struct SeededItem: ProvenaObject, Identifiable {
  public let attributes: JSONObject

  public let id: String
  public let ownerUsername: String
  /// Seconds since 1970-01-01T00:00:00Z.
  public let createdTimestamp: Int
  /// Seconds since 1970-01-01T00:00:00Z.
  public let updatedTimestamp: Int
  public let itemCategory: ItemCategory
  public let itemSubtype: ItemSubType
  public let recordType: RecordType
  public let workflowLinks: WorkflowLinks?
  public let versioningInfo: VersioningInfo?
}
