import HTTPMessage
import HTTPServer
import JSON
import MockServer

/// What the data store can do: the `operationId`s of its OpenAPI document.
enum Operation: String, CaseIterable, Sendable {
  case healthCheck = "root"
  case generalAccess = "check_general_access"
  case readAccess = "check_read_access"
  case writeAccess = "check_write_access"
  case adminAccess = "check_admin_access"
  case datasetSchema = "get_dataset_schema"
  case validateMetadata = "validate_metadata"
  case mint = "mint_dataset"
  case updateMetadata = "update_metadata"
  case revertMetadata = "revert_metadata"
  case version = "version_dataset"
  case list
  case fetch = "fetch_dataset"
  case presignedURL = "generate_presigned_url"
  case readCredentials = "generate_read_access_credentials"
  case writeCredentials = "generate_write_access_credentials"
  case addReviewer = "add_reviewer"
  case deleteReviewer = "delete_reviewer"
  case listReviewers = "list_reviewers"
  case approvalRequest = "approval_request"
  case actionApprovalRequest = "action_approval_request"
  case configuration = "generate_config_file"
  case sentryDebug = "test_sentry_reporting"
}

/// An operation as the OpenAPI document describes it: who may call it and with what.
struct Endpoint: Sendable {
  let operation: Operation
  /// The realm roles that a caller needs, all of them; nil where nobody is asked who they are.
  let roles: [String]?
  let query: [QueryItem]
  let body: Body?

  struct QueryItem: Sendable {
    let name: String
    let isRequired: Bool
    let kind: Model.Kind
    let usual: JSONValue
  }

  struct Body: Sendable {
    let model: String
    let isRequired: Bool
  }
}

/// The OpenAPI document: it is served, and it says what is served.
struct OpenAPI: Sendable {
  /// As compact text.
  let text: [UInt8]
  let models: Models
  let endpoints: [(method: HTTPMethod, path: String, endpoint: Endpoint)]

  init(_ root: FixtureNode) throws(FixtureError) {
    text = JSONWriter.compact(root.value)
    (models, endpoints) = try root.object { object throws(FixtureError) in
      for name in ["openapi", "info"] { _ = try object.required(name) }
      let components = try object.required("components").members()
      guard let schemas = components.first(where: { $0.key == "schemas" })?.node else {
        throw object.error("components has no schemas")
      }
      var models = try Models(schemas)
      var endpoints: [(method: HTTPMethod, path: String, endpoint: Endpoint)] = []
      for (path, methods) in try object.required("paths").members() {
        for (method, node) in try methods.members() {
          let endpoint = try Self.endpoint(node, &models)
          endpoints.append((HTTPMethod(method.uppercased()), path, endpoint))
        }
      }
      for operation in Operation.allCases
      where !endpoints.contains(where: { $0.endpoint.operation == operation }) {
        throw object.error("no path has the operationId \"\(operation.rawValue)\"")
      }
      return (models, endpoints)
    }
  }

  private static let operations = Dictionary(
    uniqueKeysWithValues: Operation.allCases.map { ($0.rawValue, $0) })

  private static func endpoint(
    _ node: FixtureNode, _ models: inout Models
  ) throws(FixtureError) -> Endpoint {
    try node.object { object throws(FixtureError) in
      for name in ["tags", "summary", "description", "responses", "security"] {
        _ = object.optional(name)
      }
      var query: [Endpoint.QueryItem] = []
      for item in try object.optional("parameters")?.array() ?? [] {
        query.append(try queryItem(item, &models))
      }
      return Endpoint(
        operation: try object.required("operationId").word(operations),
        roles: try object.optional("x-roles")?.strings(), query: query,
        body: try object.optional("requestBody").map { node throws(FixtureError) in
          try body(node, &models)
        })
    }
  }

  private static func queryItem(
    _ node: FixtureNode, _ models: inout Models
  ) throws(FixtureError) -> Endpoint.QueryItem {
    try node.object { object throws(FixtureError) in
      _ = try object.required("in").word(["query": ()])
      let schema = try object.required("schema")
      return Endpoint.QueryItem(
        name: try object.required("name").string(),
        isRequired: try object.required("required").bool(), kind: try models.kind(schema),
        usual: schema.value["default"] ?? .null)
    }
  }

  private static func body(
    _ node: FixtureNode, _ models: inout Models
  ) throws(FixtureError) -> Endpoint.Body {
    try node.object { object throws(FixtureError) in
      let isRequired = try object.optional("required")?.bool() ?? false
      let reference = try object.required("content").object { content throws(FixtureError) in
        try content.required("application/json").object { type throws(FixtureError) in
          try type.required("schema")
        }
      }
      return Endpoint.Body(model: try models.read(reference), isRequired: isRequired)
    }
  }
}
