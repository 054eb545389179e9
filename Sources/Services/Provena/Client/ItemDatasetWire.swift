import JSON
import ServiceAnswers

extension ItemDataset: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    id = try answer.member("id").string()
    info = try DatasetDomainInfo(answer)
    history = try [HistoryEntry](answer.member("history"))
    ownerUsername = try answer.member("owner_username").string()
    createdTimestamp = try answer.member("created_timestamp").int()
    updatedTimestamp = try answer.member("updated_timestamp").int()
    itemCategory = try answer.optional("item_category")?.word() ?? .entity
    itemSubtype = try answer.optional("item_subtype")?.word() ?? .dataset
    recordType = try answer.member("record_type").word()
    workflowLinks = try answer.read("workflow_links")
    versioningInfo = try answer.read("versioning_info")
  }
}

extension DatasetDomainInfo: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    displayName = try answer.member("display_name").string()
    userMetadata = try answer.optional("user_metadata")?.texts()
    collectionFormat = try CollectionFormat(answer.member("collection_format"))
    s3 = try S3Location(answer.member("s3"))
    releaseStatus = try answer.member("release_status").word()
    releaseHistory = try answer.list("release_history") ?? []
    releaseApprover = try answer.text("release_approver")
    releaseTimestamp = try answer.number("release_timestamp")
    accessInfoURI = try answer.text("access_info_uri")
  }
}

extension HistoryEntry: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    id = try answer.member("id").int()
    timestamp = try answer.member("timestamp").int()
    reason = try answer.member("reason").string()
    username = try answer.member("username").string()
    item = try DatasetDomainInfo(answer.member("item"))
  }
}

extension ReleaseHistoryEntry: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    action = try answer.member("action").word()
    timestamp = try answer.member("timestamp").int()
    approver = try answer.member("approver").string()
    requester = try answer.text("requester")
    notes = try answer.member("notes").string()
  }
}

extension S3Location: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    bucketName = try answer.member("bucket_name").string()
    path = try answer.member("path").string()
    s3URI = try answer.member("s3_uri").string()
  }
}

extension WorkflowLinks: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    createActivityWorkflowID = try answer.text("create_activity_workflow_id")
    versionActivityWorkflowID = try answer.text("version_activity_workflow_id")
  }
}

extension VersioningInfo: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    previousVersion = try answer.text("previous_version")
    version = try answer.member("version").int()
    reason = try answer.text("reason")
    nextVersion = try answer.text("next_version")
  }
}

extension SeededItem: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    id = try answer.member("id").string()
    ownerUsername = try answer.member("owner_username").string()
    createdTimestamp = try answer.member("created_timestamp").int()
    updatedTimestamp = try answer.member("updated_timestamp").int()
    itemCategory = try answer.member("item_category").word()
    itemSubtype = try answer.member("item_subtype").word()
    recordType = try answer.member("record_type").word()
    workflowLinks = try answer.read("workflow_links")
    versioningInfo = try answer.read("versioning_info")
  }
}
