public import JSON
import ServiceAnswers

/// The description of a dataset: what is minted, validated and updated (the Provena sheet,
/// section 9).
///
///     let format = CollectionFormat(
///       associations: .init(organisationID: "10378.1/1451857"), approvals: .init(),
///       datasetInfo: .init(
///         name: "Reef temperature 2023", description: "Sea surface temperature at reef sites.",
///         accessInfo: .reposited, publisherID: "10378.1/1451857",
///         createdDate: .on(CalendarDate("2023-05-01")), publishedDate: .notRelevant,
///         license: "https://creativecommons.org/licenses/by/4.0/"))
///
/// The data store checks the values, and refuses members that it doesn't know. What a newer one adds
/// to an answer is kept in `others` and sent back, so that an update loses nothing.
public struct CollectionFormat: Sendable, Equatable {
  public var associations: CollectionFormatAssociations
  public var approvals: CollectionFormatApprovals
  public var datasetInfo: CollectionFormatDatasetInfo
  /// Members that this client doesn't know; the same in all parts.
  public var others = JSONObject()

  public init(
    associations: CollectionFormatAssociations, approvals: CollectionFormatApprovals,
    datasetInfo: CollectionFormatDatasetInfo
  ) {
    self.associations = associations
    self.approvals = approvals
    self.datasetInfo = datasetInfo
  }
}

extension CollectionFormat {
  /// Reads a description that was written elsewhere, in the form that the data store takes.
  ///
  /// - Throws: ``ProvenaError/unreadableDescription(path:reason:)`` where it is in another form.
  public init(json: JSONValue) throws(ProvenaError) {
    do throws(UnreadableAnswer) {
      try self.init(Answer(json))
    } catch {
      throw .unreadableDescription(path: error.path, reason: error.reason)
    }
  }

  /// The description as it is sent, without what is nil.
  public var json: JSONValue {
    var object = JSONObject()
    object["associations"] = associations.json
    object["approvals"] = approvals.json
    object["dataset_info"] = datasetInfo.json
    object.add(others)
    return .object(object)
  }
}

/// Who has to do with a dataset.
public struct CollectionFormatAssociations: Sendable, Equatable {
  /// The handle of the organisation that the dataset is registered for.
  public var organisationID: String
  /// The handle of the person who looks after it.
  public var dataCustodianID: String?
  /// In words, for example an address for mail.
  public var pointOfContact: String?
  public var others = JSONObject()

  public init(
    organisationID: String, dataCustodianID: String? = nil, pointOfContact: String? = nil
  ) {
    self.organisationID = organisationID
    self.dataCustodianID = dataCustodianID
    self.pointOfContact = pointOfContact
  }
}

/// What had to be asked for before the dataset could be registered.
public struct CollectionFormatApprovals: Sendable, Equatable {
  public var ethicsRegistration: OptionallyRequiredCheck
  public var ethicsAccess: OptionallyRequiredCheck
  public var indigenousKnowledge: OptionallyRequiredCheck
  public var exportControls: OptionallyRequiredCheck
  public var others = JSONObject()

  public init(
    ethicsRegistration: OptionallyRequiredCheck = .notRelevant,
    ethicsAccess: OptionallyRequiredCheck = .notRelevant,
    indigenousKnowledge: OptionallyRequiredCheck = .notRelevant,
    exportControls: OptionallyRequiredCheck = .notRelevant
  ) {
    self.ethicsRegistration = ethicsRegistration
    self.ethicsAccess = ethicsAccess
    self.indigenousKnowledge = indigenousKnowledge
    self.exportControls = exportControls
  }
}

/// Whether an approval is needed, and is there. The data store takes no dataset that lacks one which
/// it needs, nor one that has what it doesn't need (the Provena sheet, section 4).
public struct OptionallyRequiredCheck: Sendable, Equatable {
  public var isRelevant: Bool
  public var isObtained: Bool
  public var others = JSONObject()

  public init(isRelevant: Bool, isObtained: Bool) {
    self.isRelevant = isRelevant
    self.isObtained = isObtained
  }

  public static let notRelevant = OptionallyRequiredCheck(isRelevant: false, isObtained: false)
  public static let obtained = OptionallyRequiredCheck(isRelevant: true, isObtained: true)
}

// MARK: Wire

extension CollectionFormat: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    var members = try Members(answer)
    associations = try members.value("associations")
    approvals = try members.value("approvals")
    datasetInfo = try members.value("dataset_info")
    others = members.rest
  }
}

extension CollectionFormatAssociations: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    var members = try Members(answer)
    organisationID = try members.string("organisation_id")
    dataCustodianID = try members.text("data_custodian_id")
    pointOfContact = try members.text("point_of_contact")
    others = members.rest
  }

  fileprivate var json: JSONValue {
    var object = JSONObject()
    object.set("organisation_id", organisationID)
    object.set("data_custodian_id", dataCustodianID)
    object.set("point_of_contact", pointOfContact)
    object.add(others)
    return .object(object)
  }
}

extension CollectionFormatApprovals: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    var members = try Members(answer)
    ethicsRegistration = try members.value("ethics_registration")
    ethicsAccess = try members.value("ethics_access")
    indigenousKnowledge = try members.value("indigenous_knowledge")
    exportControls = try members.value("export_controls")
    others = members.rest
  }

  fileprivate var json: JSONValue {
    var object = JSONObject()
    object["ethics_registration"] = ethicsRegistration.json
    object["ethics_access"] = ethicsAccess.json
    object["indigenous_knowledge"] = indigenousKnowledge.json
    object["export_controls"] = exportControls.json
    object.add(others)
    return .object(object)
  }
}

extension OptionallyRequiredCheck: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    var members = try Members(answer)
    isRelevant = try members.flag("relevant") ?? false
    isObtained = try members.flag("obtained") ?? false
    others = members.rest
  }

  fileprivate var json: JSONValue {
    var object: JSONObject = JSONObject()
    object.set("relevant", isRelevant)
    object.set("obtained", isObtained)
    object.add(others)
    return .object(object)
  }
}
