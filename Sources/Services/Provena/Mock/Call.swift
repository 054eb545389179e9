import HTTPMessage
import JSON
import MockServer

/// A request that may be answered: its caller is known and its form is right.
struct Call {
  let caller: Caller
  let values: RequestValues
  let request: HTTPRequest
  let context: ServiceContext
  let mock: ProvenaMock

  var settings: ProvenaSettings { mock.settings }
  /// Whole seconds since 1970, as all times of datasets are.
  var now: Int { context.now.seconds }

  /// A text in the body.
  func text(_ name: String) -> String { values.body[name]?.string ?? "" }

  /// What is answered whatever the state is; nil for the rest.
  func answer(_ operation: Operation) -> HTTPResponse? {
    switch operation {
    case .generalAccess, .readAccess, .writeAccess, .adminAccess: user
    case .datasetSchema: .json(mock.datasetSchema)
    case .configuration: configuration
    case .sentryDebug: .json(JSONWriter.compact(["message": .string(settings.monitoring)]))
    default: nil
    }
  }

  func answer(
    _ operation: Operation, _ state: inout ProvenaState
  ) throws(Refusal) -> HTTPResponse {
    switch operation {
    case .validateMetadata: validation(state)
    case .mint: try mint(&state)
    case .updateMetadata: try updateMetadata(&state)
    case .revertMetadata: try revertMetadata(&state)
    case .version: try version(&state)
    case .list: try list(&state)
    case .fetch: try fetch(&state)
    case .presignedURL: try presignedURL(state)
    case .readCredentials: try readCredentials(state)
    case .writeCredentials: try writeCredentials(state)
    case .addReviewer: try addReviewer(&state)
    case .deleteReviewer: deleteReviewer(&state)
    case .listReviewers: reviewers(state)
    case .approvalRequest: try requestApproval(&state)
    case .actionApprovalRequest: try actOnApproval(&state)
    case .healthCheck, .generalAccess, .readAccess, .writeAccess, .adminAccess, .datasetSchema,
      .configuration, .sentryDebug:
      // Answered before.
      throw .failure("\(operation) does not need the state")
    }
  }

  private var user: HTTPResponse {
    .json(
      JSONWriter.compact([
        "username": .string(caller.username), "email": caller.email.map { .string($0) } ?? .null,
        "roles": .array(caller.roles.map { .string($0) }), "access_token": .string(caller.token),
      ]))
  }

  /// The deployment's settings as a file of `key=value` lines.
  private var configuration: HTTPResponse {
    let isWhole = values.query["required_only"] == false
    let lines = settings.configuration.required + (isWhole ? settings.configuration.optional : [])
    let text = Self.fill(
      lines.joined(separator: "\n"),
      ["url": request.origin, "realm": request.origin + settings.realm.path])
    var response = HTTPResponse.text(text, status: .ok)
    response.fields.append("Content-Disposition", "attachment; filename=\"config.txt\"")
    return response
  }

  /// A text of the settings with its open places filled.
  static func fill(_ text: String, _ values: KeyValuePairs<String, String>) -> String {
    Template.fill(
      text, with: JSONObject(values.map { .init(key: $0.key, value: .string($0.value)) }))
  }
}
