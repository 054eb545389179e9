import HTTPMessage
import JSON
import MockServer

/// A request that is refused: why, and the words that its text needs.
struct OaioRefusal: Error {
  let kind: Kind
  let words: JSONObject
  /// For the journal and the terminal, where the answer's own text says too little.
  let reason: String?

  init(_ kind: Kind, _ words: KeyValuePairs<String, String> = [:], reason: String? = nil) {
    self.kind = kind
    self.words = JSONObject(words.map { .init(key: $0.key, value: .string($0.value)) })
    self.reason = reason
  }

  /// Everything that can be wrong, in the words of the settings.
  enum Kind: String, Sendable, CaseIterable {
    case noRoute = "no_route"
    case otherMethod = "other_method"
    case csrf
    case badCredentials = "bad_credentials"
    case noSession = "no_session"
    case badContext = "bad_context"
    case foreignUser = "foreign_user"
    case malformed
    case registered
    case stampTaken = "stamp_taken"
    case notRegistered = "not_registered"
    case noUpdateRight = "no_update_right"
    case noDeleteRight = "no_delete_right"
    case noShareRight = "no_share_right"
    case stale
    case otherValues = "other_values"
    case badSubscription = "bad_subscription"
    case creatorSubscription = "creator_subscription"
    case notSubscribed = "not_subscribed"
    case unknownStorageHost = "unknown_storage_host"
    case notSupervisor = "not_supervisor"
    case unknownUser = "unknown_user"
    case badStorageAccount = "bad_storage_account"
    case noStorageToken = "no_storage_token"
    case unknownMount = "unknown_mount"
    case badStoragePath = "bad_storage_path"
    case badStorageBody = "bad_storage_body"
    case fileMissing = "file_missing"
    case nameTaken = "name_taken"
    case fileTooLarge = "file_too_large"
    case storageFull = "storage_full"
  }
}

/// How each refusal is answered. The original server can't be had, so all of it is decided here: data
/// in the settings, easy to change.
struct RefusalTable: Sendable {
  private struct Form: Sendable {
    let status: HTTPStatus
    let text: String
    /// The storage host's form has one.
    let code: String?
    /// Whether the answer is the web framework's page instead of JSON.
    let isPage: Bool
  }

  private let forms: [OaioRefusal.Kind: Form]

  init(_ node: FixtureNode) throws(FixtureError) {
    forms = try node.object { object throws(FixtureError) in
      var forms: [OaioRefusal.Kind: Form] = [:]
      for kind in OaioRefusal.Kind.allCases {
        forms[kind] = try Self.form(object.required(kind.rawValue))
      }
      return forms
    }
  }

  private static func form(_ node: FixtureNode) throws(FixtureError) -> Form {
    try node.object { object throws(FixtureError) in
      Form(
        status: HTTPStatus(try object.required("status").int(in: 400...599)),
        text: try object.required("error").string(),
        code: try object.optional("code")?.string(),
        isPage: try object.optional("page")?.bool() ?? false)
    }
  }

  func answer(_ refusal: OaioRefusal) -> Answer {
    guard let form = forms[refusal.kind] else { return Answer(HTTPResponse(status: .badRequest)) }
    let text = Template.fill(form.text, with: refusal.words)
    let isMatched = refusal.kind != .noRoute && refusal.kind != .otherMethod
    return Answer(
      form.isPage ? Self.page(text, form.status) : Self.json(text, form),
      reason: refusal.reason ?? text, isMatched: isMatched)
  }

  private static func json(_ text: String, _ form: Form) -> HTTPResponse {
    let body: JSONValue =
      if let code = form.code {
        ["error": ["code": .string(code), "message": .string(text)]]
      } else {
        ["error": .string(text)]
      }
    return .json(JSONWriter.compact(body), status: form.status)
  }

  private static func page(_ text: String, _ status: HTTPStatus) -> HTTPResponse {
    let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    let page = """
      <!DOCTYPE html>
      <html lang="en">
      <head><meta charset="utf-8"><title>\(status)</title></head>
      <body><h1>\(status.reason) <span>(\(status.code))</span></h1><p>\(escaped)</p></body>
      </html>

      """
    return HTTPResponse(
      status: status, fields: [.contentType: "text/html; charset=utf-8"], body: Array(page.utf8))
  }
}
