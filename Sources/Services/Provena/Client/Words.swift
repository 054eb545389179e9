/// What a list of datasets is sorted by (the Provena sheet, section 6).
public struct SortType: ProvenaWord {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let createdTime = SortType(rawValue: "CREATED_TIME")
  /// Unless told otherwise, newest first.
  public static let updatedTime = SortType(rawValue: "UPDATED_TIME")
  public static let displayName = SortType(rawValue: "DISPLAY_NAME")
  /// Documented, but the real data store fails on it (500).
  public static let releaseTimestamp = SortType(rawValue: "RELEASE_TIMESTAMP")
  /// Only datasets at another place, whose address begins as ``SortOptions/beginsWith`` says.
  public static let accessInfoURIBeginsWith = SortType(rawValue: "ACCESS_INFO_URI_BEGINS_WITH")
}

/// How far the release of a dataset is.
public struct ReleasedStatus: ProvenaWord {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let notReleased = ReleasedStatus(rawValue: "NOT_RELEASED")
  /// Being reviewed; its files can't be changed.
  public static let pending = ReleasedStatus(rawValue: "PENDING")
  /// For good.
  public static let released = ReleasedStatus(rawValue: "RELEASED")
}

/// A step on the way to a release.
public struct ReleaseAction: ProvenaWord {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let request = ReleaseAction(rawValue: "REQUEST")
  public static let approve = ReleaseAction(rawValue: "APPROVE")
  public static let reject = ReleaseAction(rawValue: "REJECT")
}

/// What somebody may do with a dataset. Its owner and administrators may do all; others what it
/// allows in general, which is to read (the Provena sheet, section 3).
public struct DatasetRole: ProvenaWord {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let metadataRead = DatasetRole(rawValue: "metadata-read")
  public static let metadataWrite = DatasetRole(rawValue: "metadata-write")
  public static let admin = DatasetRole(rawValue: "admin")
  public static let datasetDataRead = DatasetRole(rawValue: "dataset-data-read")
  public static let datasetDataWrite = DatasetRole(rawValue: "dataset-data-write")
}

/// A kind of things in the registry.
public struct ItemCategory: ProvenaWord {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let activity = ItemCategory(rawValue: "ACTIVITY")
  public static let agent = ItemCategory(rawValue: "AGENT")
  public static let entity = ItemCategory(rawValue: "ENTITY")
}

/// A kind of things in a category.
public struct ItemSubType: ProvenaWord {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let workflowRun = ItemSubType(rawValue: "WORKFLOW_RUN")
  public static let modelRun = ItemSubType(rawValue: "MODEL_RUN")
  public static let study = ItemSubType(rawValue: "STUDY")
  public static let create = ItemSubType(rawValue: "CREATE")
  public static let version = ItemSubType(rawValue: "VERSION")
  public static let person = ItemSubType(rawValue: "PERSON")
  public static let organisation = ItemSubType(rawValue: "ORGANISATION")
  public static let software = ItemSubType(rawValue: "SOFTWARE")
  public static let model = ItemSubType(rawValue: "MODEL")
  public static let workflowTemplate = ItemSubType(rawValue: "WORKFLOW_TEMPLATE")
  public static let modelRunWorkflowTemplate = ItemSubType(rawValue: "MODEL_RUN_WORKFLOW_TEMPLATE")
  public static let dataset = ItemSubType(rawValue: "DATASET")
  public static let datasetTemplate = ItemSubType(rawValue: "DATASET_TEMPLATE")
}

/// Whether a thing in the registry is described, or only has its handle.
public struct RecordType: ProvenaWord {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let seedItem = RecordType(rawValue: "SEED_ITEM")
  public static let completeItem = RecordType(rawValue: "COMPLETE_ITEM")
}
