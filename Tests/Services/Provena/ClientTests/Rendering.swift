import JSON
import ProvenaClient

/// A value of the client's types as the data store would write it, from what is typed of it alone.
protocol Rendered {
  /// Nil stands for what is not there.
  var members: [(String, JSONValue?)] { get }
}

extension Rendered {
  var rendered: JSONValue {
    .object(
      JSONObject(members.compactMap { key, value in value.map { .init(key: key, value: $0) } }))
  }
}

func json(_ text: String?) -> JSONValue? { text.map { .string($0) } }
func json(_ word: (some ProvenaWord)?) -> JSONValue? { (word?.rawValue).map { .string($0) } }
func json(_ number: Int?) -> JSONValue? { number.map { .number(JSONNumber($0)) } }
func json(_ flag: Bool?) -> JSONValue? { flag.map { .bool($0) } }
func json(_ value: (some Rendered)?) -> JSONValue? { value?.rendered }
func json(_ values: [some Rendered]?) -> JSONValue? { values.map { .array($0.map(\.rendered)) } }
func json(_ texts: [String]?) -> JSONValue? { texts.map { .array($0.map { .string($0) }) } }
func json(_ texts: [String: String]?) -> JSONValue? {
  texts.map { .object(JSONObject($0.map { .init(key: $0, value: .string($1)) })) }
}

extension JSONValue {
  /// A recorded answer in the one form that the client's types have: without what is null, and with
  /// the status as a member also where the answer is nothing else.
  var usual: JSONValue {
    let plain = withoutNull
    return plain["success"] == nil
      ? plain : ["status": plain["status"] ?? plain]
  }

  private var withoutNull: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.withoutNull))
    case .object(let object):
      .object(
        JSONObject(
          object.members.compactMap { member in
            member.value == .null
              ? nil : .init(key: member.key, value: member.value.withoutNull)
          }))
    default: self
    }
  }
}

// MARK: Answers

extension Status: Rendered {
  var members: [(String, JSONValue?)] { [("success", json(success)), ("details", json(details))] }
}

extension StatusResponse: Rendered {
  var members: [(String, JSONValue?)] { [("status", json(status))] }
}

extension HealthCheckResponse: Rendered {
  var members: [(String, JSONValue?)] { [("message", json(message))] }
}

extension MintResponse: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("status", json(status)), ("handle", json(handle)), ("s3_location", json(s3Location)),
      ("register_create_activity_session_id", json(registerCreateActivitySessionID)),
    ]
  }
}

extension UpdateMetadataResponse: Rendered {
  var members: [(String, JSONValue?)] {
    [("status", json(status)), ("handle", json(handle)), ("s3_location", json(s3Location))]
  }
}

extension VersionResponse: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("new_version_id", json(newVersionID)),
      ("version_job_session_id", json(versionJobSessionID)),
    ]
  }
}

extension RegistryFetchResponse: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("status", json(status)), ("item", json(item)),
      ("roles", json(roles?.map(\.rawValue))), ("locked", json(locked)),
    ]
  }
}

extension DatasetListResponse: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("status", json(status)), ("items", json(items)), ("seed_items", json(seedItems)),
      ("unparsable_items", unparsableItems.map { .array($0.map { .object($0) }) }),
      ("total_item_count", json(totalItemCount)),
      ("complete_item_count", json(completeItemCount)),
      ("seed_item_count", json(seedItemCount)),
      ("unparsable_item_count", json(unparsableItemCount)),
      ("not_authorised_count", json(notAuthorisedCount)),
      ("pagination_key", (paginationKey?.json).map { .object($0) }),
    ]
  }
}

extension PresignedURLResponse: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("dataset_id", json(datasetID)), ("file_path", json(filePath)),
      ("presigned_url", json(presignedURL)),
    ]
  }
}

extension Credentials: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("aws_access_key_id", json(awsAccessKeyID)),
      ("aws_secret_access_key", json(awsSecretAccessKey)),
      ("aws_session_token", json(awsSessionToken)), ("expiry", json(expiry.text)),
    ]
  }
}

extension CredentialResponse: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("status", json(status)), ("credentials", json(credentials)),
      ("console_session_url", json(consoleSessionURL)),
    ]
  }
}

extension ReleaseApprovalRequestResponse: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("dataset_id", json(datasetID)), ("approver_id", json(approverID)),
      ("details", json(details)),
    ]
  }
}

extension ActionApprovalRequestResponse: Rendered {
  var members: [(String, JSONValue?)] {
    [("dataset_id", json(datasetID)), ("approved", json(approved)), ("details", json(details))]
  }
}

extension ProvenaUser: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("username", json(username)), ("email", json(email)), ("roles", json(roles)),
      ("access_token", json(accessToken)),
    ]
  }
}
