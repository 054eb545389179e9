import HTTPMessage
import HTTPServer
import JSON
import MockServer
import Synchronization

/// The Keycloak realm beside the data store (sheet, section 3).
struct Realm: Sendable {
  let settings: RealmSettings

  enum Route: Sendable {
    case document, token, device, page
  }

  func addRoutes<All>(to router: inout Router<All>, _ wrap: (Route) -> All) {
    let connect = settings.path + "/protocol/openid-connect"
    router.add(.get, settings.path, wrap(.document))
    router.add(.post, connect + "/token", wrap(.token))
    router.add(.post, connect + "/auth/device", wrap(.device))
    router.add(.get, settings.path + "/device", wrap(.page))
  }

  func answer(
    _ route: Route, _ request: HTTPRequest, _ state: borrowing Mutex<ProvenaState>,
    _ context: ServiceContext
  ) -> Answer {
    do throws(RealmRefusal) {
      switch route {
      case .document: return Answer(document(request))
      case .page: return Answer(page)
      case .device: return Answer(try device(request, state, context))
      case .token: return Answer(try token(request, state, context))
      }
    } catch {
      let body: JSONValue = [
        "error": .string(error.error), "error_description": .string(error.description),
      ]
      return Answer(
        .json(JSONWriter.compact(body), status: .badRequest), reason: error.reason)
    }
  }

  private func url(_ request: HTTPRequest) -> String {
    request.origin + settings.path
  }

  private func document(_ request: HTTPRequest) -> HTTPResponse {
    let url = url(request)
    return .json(
      JSONWriter.compact([
        "realm": .string(settings.name), "public_key": .string(settings.publicKey),
        "token-service": .string(url + "/protocol/openid-connect"),
        "account-service": .string(url + "/account"), "tokens-not-before": 0,
      ]))
  }

  /// Where a browser is sent: nobody needs to do anything there.
  private var page: HTTPResponse {
    HTTPResponse(
      status: .ok, fields: [.contentType: "text/html;charset=utf-8"],
      body: Array("<!doctype html><title>\(settings.name)</title><p>Device login</p>\n".utf8))
  }

  private func device(
    _ request: HTTPRequest, _ state: borrowing Mutex<ProvenaState>, _ context: ServiceContext
  ) throws(RealmRefusal) -> HTTPResponse {
    let form = Form(request)
    let client = try form.required("client_id")
    let code = context.identifiers.uuid()
    state.withLock { $0.realm.begin(code, client: client, at: context.now) }
    let page = url(request) + "/device"
    return .json(
      JSONWriter.compact([
        "device_code": .string(code), "user_code": .string(settings.userCode),
        "verification_uri": .string(page),
        "verification_uri_complete": .string("\(page)?user_code=\(settings.userCode)"),
        "expires_in": .number(JSONNumber(settings.codeLifetime)),
        "interval": .number(JSONNumber(settings.interval)),
      ]))
  }

  private func token(
    _ request: HTTPRequest, _ state: borrowing Mutex<ProvenaState>, _ context: ServiceContext
  ) throws(RealmRefusal) -> HTTPResponse {
    let form = Form(request)
    let type = try form.required("grant_type")
    _ = try form.required("client_id")
    switch type {
    case "refresh_token":
      let refresh = try form.required("refresh_token")
      let access = try state.withLock { state throws(RealmRefusal) in
        try state.realm.refresh(refresh)
      }
      return tokens(access, refresh, settings.refreshed, context)
    case "urn:ietf:params:oauth:grant-type:device_code":
      let code = try form.required("device_code")
      let (access, refresh) = try state.withLock { state throws(RealmRefusal) in
        try state.realm.poll(code, lifetime: settings.codeLifetime, at: context.now)
      }
      return tokens(access, refresh, settings.device, context)
    default:
      throw RealmRefusal(
        "unsupported_grant_type", "Unsupported grant_type",
        reason: "\"\(type)\" is none of refresh_token and "
          + "urn:ietf:params:oauth:grant-type:device_code")
    }
  }

  private func tokens(
    _ access: String, _ refresh: String, _ grant: RealmSettings.Grant, _ context: ServiceContext
  ) -> HTTPResponse {
    .json(
      JSONWriter.compact([
        "access_token": .string(access),
        "expires_in": .number(JSONNumber(settings.accessLifetime)),
        "refresh_expires_in": .number(JSONNumber(grant.refreshLifetime)),
        "refresh_token": .string(refresh), "token_type": "Bearer", "not-before-policy": 0,
        "session_state": .string(context.identifiers.uuid()), "scope": .string(grant.scope),
      ]))
  }
}

/// The fields of a form.
private struct Form {
  private let items: [(name: String, value: String)]

  init(_ request: HTTPRequest) {
    items = HTTPTarget("/?" + String(decoding: request.body, as: UTF8.self)).queryItems
  }

  func required(_ name: String) throws(RealmRefusal) -> String {
    guard let value = items.first(where: { $0.name == name })?.value, !value.isEmpty else {
      throw RealmRefusal("invalid_request", "Missing form parameter: \(name)")
    }
    return value
  }
}
