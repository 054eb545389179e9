public import JSON

/// Which description to go back to (the Provena sheet, section 9).
public struct RevertMetadata: Sendable, Equatable {
  /// The dataset's handle.
  public var id: String
  /// ``HistoryEntry/id``.
  public var historyID: Int
  public var reason: String

  public init(id: String, historyID: Int, reason: String) {
    self.id = id
    self.historyID = historyID
    self.reason = reason
  }

  var json: JSONValue {
    ["id": .string(id), "history_id": .number(JSONNumber(historyID)), "reason": .string(reason)]
  }
}

/// Which dataset to make a new version of, and why.
public struct VersionRequest: Sendable, Equatable {
  /// The handle of the newest version.
  public var id: String
  public var reason: String

  public init(id: String, reason: String) {
    self.id = id
    self.reason = reason
  }

  var json: JSONValue { ["id": .string(id), "reason": .string(reason)] }
}

/// Where a page of a list ends. Only the data store knows what it means: it is sent back as it came,
/// with the same sorting.
public struct PaginationKey: Sendable, Equatable {
  public let json: JSONObject

  public init(_ json: JSONObject) { self.json = json }
}

/// The order of a list.
public struct SortOptions: Sendable, Equatable {
  /// Nil leaves it to the data store.
  public var sortType: SortType?
  public var ascending: Bool
  /// Only for ``SortType/accessInfoURIBeginsWith``, which needs it.
  public var beginsWith: String?

  public init(_ sortType: SortType? = nil, ascending: Bool = false, beginsWith: String? = nil) {
    self.sortType = sortType
    self.ascending = ascending
    self.beginsWith = beginsWith
  }

  var json: JSONValue {
    var object = JSONObject()
    object.set("sort_type", (sortType?.rawValue).map { .string($0) })
    object["ascending"] = .bool(ascending)
    object.set("begins_with", beginsWith.map { .string($0) })
    return .object(object)
  }
}

/// A page of datasets.
public struct NoFilterSubtypeListRequest: Sendable, Equatable {
  /// Nil sorts by the time of the last update, newest first.
  public var sortBy: SortOptions?
  /// ``DatasetListResponse/paginationKey`` of the page before; nil for the first page.
  public var paginationKey: PaginationKey?
  /// From 1; no maximum is known. How many datasets are looked at: a page may hold fewer.
  public var pageSize: Int

  public init(
    sortBy: SortOptions? = nil, paginationKey: PaginationKey? = nil, pageSize: Int = 20
  ) {
    self.sortBy = sortBy
    self.paginationKey = paginationKey
    self.pageSize = pageSize
  }

  var json: JSONValue {
    var object = JSONObject()
    object.set("sort_by", sortBy?.json)
    object.set("pagination_key", (paginationKey?.json).map { .object($0) })
    object["page_size"] = .number(JSONNumber(pageSize))
    return .object(object)
  }
}

/// A file to be fetched by whoever has the address.
public struct PresignedURLRequest: Sendable, Equatable {
  public var datasetID: String
  /// In the dataset's folder, without `..`, `//` and `\`.
  public var filePath: String
  /// Seconds, from 1 to 86,400: how long the address works.
  public var expiresIn: Int

  public init(datasetID: String, filePath: String, expiresIn: Int = 10_800) {
    self.datasetID = datasetID
    self.filePath = filePath
    self.expiresIn = expiresIn
  }

  var json: JSONValue {
    [
      "dataset_id": .string(datasetID), "file_path": .string(filePath),
      "expires_in": .number(JSONNumber(expiresIn)),
    ]
  }
}

/// Credentials for the files of a dataset.
public struct CredentialsRequest: Sendable, Equatable {
  public var datasetID: String
  /// Whether to also get an address that opens the files in a browser.
  public var consoleSessionRequired: Bool

  public init(datasetID: String, consoleSessionRequired: Bool) {
    self.datasetID = datasetID
    self.consoleSessionRequired = consoleSessionRequired
  }

  var json: JSONValue {
    ["dataset_id": .string(datasetID), "console_session_required": .bool(consoleSessionRequired)]
  }
}

/// Asks a reviewer to let a dataset be released.
public struct ReleaseApprovalRequest: Sendable, Equatable {
  public var datasetID: String
  /// The handle of a person who is a reviewer.
  public var approverID: String
  public var notes: String

  public init(datasetID: String, approverID: String, notes: String) {
    self.datasetID = datasetID
    self.approverID = approverID
    self.notes = notes
  }

  var json: JSONValue {
    [
      "dataset_id": .string(datasetID), "approver_id": .string(approverID),
      "notes": .string(notes),
    ]
  }
}

/// The reviewer's decision.
public struct ActionApprovalRequest: Sendable, Equatable {
  public var datasetID: String
  /// Releases the dataset, for good; else it is not released, and may be asked for again.
  public var approve: Bool
  public var notes: String

  public init(datasetID: String, approve: Bool, notes: String) {
    self.datasetID = datasetID
    self.approve = approve
    self.notes = notes
  }

  var json: JSONValue {
    ["dataset_id": .string(datasetID), "approve": .bool(approve), "notes": .string(notes)]
  }
}
