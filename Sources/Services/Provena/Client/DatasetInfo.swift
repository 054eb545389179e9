public import JSON
import ServiceAnswers

/// What a dataset is (the Provena sheet, section 9). Texts must not be empty.
public struct CollectionFormatDatasetInfo: Sendable, Equatable {
  /// Also the name under which the dataset is listed.
  public var name: String
  public var description: String
  public var accessInfo: AccessInfo
  /// The handle of the organisation that publishes the dataset.
  public var publisherID: String
  public var createdDate: OptionallyRequiredDate
  /// Not before the date of creation.
  public var publishedDate: OptionallyRequiredDate
  /// An address with `http` or `https`.
  public var license: String
  public var purpose: String?
  public var rightsHolder: String?
  public var usageLimitations: String?
  /// How to cite the dataset.
  public var preferredCitation: String?
  public var spatialInfo: CollectionFormatSpatialInfo?
  public var temporalInfo: CollectionFormatTemporalInfo?
  /// Of files, for example `csv`.
  public var formats: [String]?
  public var keywords: [String]?
  /// Anything, by names of one's own.
  public var userMetadata: [String: String]?
  /// In words of one's own; ``VersioningInfo`` has the data store's.
  public var version: String?
  public var others = JSONObject()

  public init(
    name: String, description: String, accessInfo: AccessInfo, publisherID: String,
    createdDate: OptionallyRequiredDate, publishedDate: OptionallyRequiredDate, license: String,
    purpose: String? = nil, rightsHolder: String? = nil, usageLimitations: String? = nil,
    preferredCitation: String? = nil, spatialInfo: CollectionFormatSpatialInfo? = nil,
    temporalInfo: CollectionFormatTemporalInfo? = nil, formats: [String]? = nil,
    keywords: [String]? = nil, userMetadata: [String: String]? = nil, version: String? = nil
  ) {
    self.name = name
    self.description = description
    self.accessInfo = accessInfo
    self.publisherID = publisherID
    self.createdDate = createdDate
    self.publishedDate = publishedDate
    self.license = license
    self.purpose = purpose
    self.rightsHolder = rightsHolder
    self.usageLimitations = usageLimitations
    self.preferredCitation = preferredCitation
    self.spatialInfo = spatialInfo
    self.temporalInfo = temporalInfo
    self.formats = formats
    self.keywords = keywords
    self.userMetadata = userMetadata
    self.version = version
  }
}

/// Where the files of a dataset are.
public struct AccessInfo: Sendable, Equatable {
  /// Whether they are in the data store.
  public var isReposited: Bool
  /// Where they are otherwise, with a description of how to get them; both or neither.
  public var uri: String?
  public var description: String?
  public var others = JSONObject()

  public init(isReposited: Bool, uri: String? = nil, description: String? = nil) {
    self.isReposited = isReposited
    self.uri = uri
    self.description = description
  }

  /// In the data store.
  public static let reposited = AccessInfo(isReposited: true)

  /// At another place.
  public static func elsewhere(uri: String, description: String) -> AccessInfo {
    AccessInfo(isReposited: false, uri: uri, description: description)
  }
}

/// A date, where there is one.
public struct OptionallyRequiredDate: Sendable, Equatable {
  public var isRelevant: Bool
  /// There exactly when it is relevant.
  public var value: CalendarDate?
  public var others = JSONObject()

  public init(isRelevant: Bool, value: CalendarDate? = nil) {
    self.isRelevant = isRelevant
    self.value = value
  }

  public static let notRelevant = OptionallyRequiredDate(isRelevant: false)

  /// That day; for nil, none.
  public static func on(_ date: CalendarDate?) -> OptionallyRequiredDate {
    OptionallyRequiredDate(isRelevant: date != nil, value: date)
  }
}

/// Where the data of a dataset is from.
public struct CollectionFormatSpatialInfo: Sendable, Equatable {
  /// `SRID=4326;POINT(145.5 -16.5)`: a reference system that the registry knows, and a geometry in
  /// well-known text; 50,000 characters at most.
  public var coverage: String?
  /// Decimal degrees, as text: a positive number.
  public var resolution: String?
  /// In the form of the coverage.
  public var extent: String?
  public var others = JSONObject()

  public init(coverage: String? = nil, resolution: String? = nil, extent: String? = nil) {
    self.coverage = coverage
    self.resolution = resolution
    self.extent = extent
  }
}

/// When the data of a dataset is from.
public struct CollectionFormatTemporalInfo: Sendable, Equatable {
  public var duration: TemporalDurationInfo?
  /// An ISO 8601 duration, for example `P1D`.
  public var resolution: String?
  public var others = JSONObject()

  public init(duration: TemporalDurationInfo? = nil, resolution: String? = nil) {
    self.duration = duration
    self.resolution = resolution
  }
}

/// From the first day to the last, which is not before it.
public struct TemporalDurationInfo: Sendable, Equatable {
  public var beginDate: CalendarDate
  public var endDate: CalendarDate
  public var others = JSONObject()

  public init(beginDate: CalendarDate, endDate: CalendarDate) {
    self.beginDate = beginDate
    self.endDate = endDate
  }
}
