import JSON
import ServiceAnswers

extension CollectionFormatDatasetInfo: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    var members = try Members(answer)
    name = try members.string("name")
    description = try members.string("description")
    accessInfo = try members.value("access_info")
    publisherID = try members.string("publisher_id")
    createdDate = try members.value("created_date")
    publishedDate = try members.value("published_date")
    license = try members.string("license")
    purpose = try members.text("purpose")
    rightsHolder = try members.text("rights_holder")
    usageLimitations = try members.text("usage_limitations")
    preferredCitation = try members.text("preferred_citation")
    spatialInfo = try members.read("spatial_info")
    temporalInfo = try members.read("temporal_info")
    formats = try members.read("formats")
    keywords = try members.read("keywords")
    userMetadata = try members.optional("user_metadata")?.texts()
    version = try members.text("version")
    others = members.rest
  }

  var json: JSONValue {
    var object = JSONObject()
    object.set("name", name)
    object.set("description", description)
    object["access_info"] = accessInfo.json
    object.set("publisher_id", publisherID)
    object["created_date"] = createdDate.json
    object["published_date"] = publishedDate.json
    object.set("license", license)
    object.set("purpose", purpose)
    object.set("rights_holder", rightsHolder)
    object.set("usage_limitations", usageLimitations)
    object.set("preferred_citation", preferredCitation)
    object.set("spatial_info", spatialInfo?.json)
    object.set("temporal_info", temporalInfo?.json)
    object.set("formats", formats?.map { .string($0) })
    object.set("keywords", keywords?.map { .string($0) })
    object.set("user_metadata", userMetadata)
    object.set("version", version)
    object.add(others)
    return .object(object)
  }
}

extension AccessInfo: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    var members = try Members(answer)
    isReposited = try members.flag("reposited") ?? true
    uri = try members.text("uri")
    description = try members.text("description")
    others = members.rest
  }

  fileprivate var json: JSONValue {
    var object = JSONObject()
    object.set("reposited", isReposited)
    object.set("uri", uri)
    object.set("description", description)
    object.add(others)
    return .object(object)
  }
}

extension OptionallyRequiredDate: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    var members = try Members(answer)
    isRelevant = try members.flag("relevant") ?? false
    value = try members.read("value")
    others = members.rest
  }

  fileprivate var json: JSONValue {
    var object = JSONObject()
    object.set("relevant", isRelevant)
    object.set("value", value?.description)
    object.add(others)
    return .object(object)
  }
}

extension CollectionFormatSpatialInfo: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    var members = try Members(answer)
    coverage = try members.text("coverage")
    resolution = try members.text("resolution")
    extent = try members.text("extent")
    others = members.rest
  }

  fileprivate var json: JSONValue {
    var object = JSONObject()
    object.set("coverage", coverage)
    object.set("resolution", resolution)
    object.set("extent", extent)
    object.add(others)
    return .object(object)
  }
}

extension CollectionFormatTemporalInfo: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    var members = try Members(answer)
    duration = try members.read("duration")
    resolution = try members.text("resolution")
    others = members.rest
  }

  fileprivate var json: JSONValue {
    var object = JSONObject()
    object.set("duration", duration?.json)
    object.set("resolution", resolution)
    object.add(others)
    return .object(object)
  }
}

extension TemporalDurationInfo: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    var members = try Members(answer)
    beginDate = try members.value("begin_date")
    endDate = try members.value("end_date")
    others = members.rest
  }

  fileprivate var json: JSONValue {
    var object = JSONObject()
    object.set("begin_date", beginDate.description)
    object.set("end_date", endDate.description)
    object.add(others)
    return .object(object)
  }
}
