import JSON
import ServiceAnswers

extension Status: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    success = try answer.member("success").bool()
    details = try answer.member("details").string()
  }

  /// What an answer says of its success; nil when it says nothing.
  ///
  /// As a rule that is its member `status`. The real data store answers a validation with the status
  /// itself, the documented one with a `StatusResponse` (the Provena sheet, section 8).
  init?(in answer: Answer) throws(UnreadableAnswer) {
    guard let object = answer.value.object else { return nil }
    if let status = try answer.optional("status") {
      try self.init(status)
    } else if object["success"] != nil {
      try self.init(answer)
    } else {
      return nil
    }
  }
}

extension StatusResponse: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    guard let status = try Status(in: answer) else {
      throw UnreadableAnswer(path: answer.path, reason: "there is no member \"status\"")
    }
    self.status = status
  }
}

extension HealthCheckResponse: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    message = try answer.member("message").string()
  }
}

extension MintResponse: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    status = try Status(answer.member("status"))
    handle = try answer.text("handle")
    s3Location = try answer.read("s3_location")
    registerCreateActivitySessionID = try answer.text("register_create_activity_session_id")
  }
}

extension UpdateMetadataResponse: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    status = try Status(answer.member("status"))
    handle = try answer.member("handle").string()
    s3Location = try S3Location(answer.member("s3_location"))
  }
}

extension VersionResponse: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    newVersionID = try answer.member("new_version_id").string()
    versionJobSessionID = try answer.member("version_job_session_id").string()
  }
}

extension RegistryFetchResponse: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    status = try Status(answer.member("status"))
    item = try answer.read("item")
    roles = try answer.list("roles")?.map(DatasetRole.init(rawValue:))
    locked = try answer.flag("locked")
  }
}

extension DatasetListResponse: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    status = try Status(answer.member("status"))
    // Must be there, but may be null (the Provena sheet, section 9).
    _ = try answer.member("items")
    items = try answer.list("items")
    seedItems = try answer.list("seed_items")
    var unparsable: [JSONObject]?
    for item in try answer.optional("unparsable_items")?.elements() ?? [] {
      unparsable = (unparsable ?? []) + [try item.object()]
    }
    unparsableItems = try answer.optional("unparsable_items").map { _ in unparsable ?? [] }
    totalItemCount = try answer.number("total_item_count")
    completeItemCount = try answer.number("complete_item_count")
    seedItemCount = try answer.number("seed_item_count")
    unparsableItemCount = try answer.number("unparsable_item_count")
    notAuthorisedCount = try answer.number("not_authorised_count")
    paginationKey = try (answer.optional("pagination_key")?.object()).map { PaginationKey($0) }
  }
}

extension PresignedURLResponse: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    datasetID = try answer.member("dataset_id").string()
    filePath = try answer.member("file_path").string()
    presignedURL = try answer.member("presigned_url").string()
  }
}

extension Credentials: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    awsAccessKeyID = try answer.member("aws_access_key_id").string()
    awsSecretAccessKey = try answer.member("aws_secret_access_key").string()
    awsSessionToken = try answer.member("aws_session_token").string()
    expiry = ProvenaTimestamp(try answer.member("expiry").string())
  }
}

extension CredentialResponse: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    status = try Status(answer.member("status"))
    credentials = try Credentials(answer.member("credentials"))
    consoleSessionURL = try answer.text("console_session_url")
  }
}

extension ReleaseApprovalRequestResponse: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    datasetID = try answer.member("dataset_id").string()
    approverID = try answer.member("approver_id").string()
    details = try answer.member("details").string()
  }
}

extension ActionApprovalRequestResponse: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    datasetID = try answer.member("dataset_id").string()
    approved = try answer.member("approved").bool()
    details = try answer.member("details").string()
  }
}

extension ProvenaUser: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    username = try answer.member("username").string()
    email = try answer.text("email")
    roles = try [String](answer.member("roles"))
    accessToken = try answer.member("access_token").string()
  }
}

/// The schema alone, of `{"json_schema": …}`.
struct DatasetSchema: AnswerDecodable {
  let schema: JSONObject

  init(_ answer: Answer) throws(UnreadableAnswer) {
    schema = try answer.member("json_schema").object()
  }
}
