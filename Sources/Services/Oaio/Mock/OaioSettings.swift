import JSON
import MockServer

/// The service's own part of `service.json`.
struct OaioSettings: Sendable {
  let rights: AccessRights
  let refusals: RefusalTable
  let messages: Messages
  let storage: StorageSettings
  /// In microseconds.
  let sessionLifetime: Int
  /// In microseconds.
  let csrfLifetime: Int
  /// In characters.
  let longestUserName: Int

  /// Texts of answers to what succeeds; no client reads them.
  struct Messages: Sendable {
    let csrf: String
    let login: String
    let logout: String
    let subscribed: String
    let wiped: String

    init(_ node: FixtureNode) throws(FixtureError) {
      (csrf, login, logout, subscribed, wiped) = try node.object { object throws(FixtureError) in
        (
          try object.required("csrf").string(), try object.required("login").string(),
          try object.required("logout").string(), try object.required("subscribed").string(),
          try object.required("wiped").string()
        )
      }
    }
  }

  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in try OaioSettings(&object) }
  }

  private init(_ object: inout FixtureObject) throws(FixtureError) {
    sessionLifetime = try object.required("session_lifetime").duration()
    csrfLifetime = try object.required("csrf_lifetime").duration()
    longestUserName = try object.required("longest_user_name").int(in: 1...10_000)
    rights = try AccessRights(object.required("rights"))
    messages = try Messages(object.required("messages"))
    refusals = try RefusalTable(object.required("refusals"))
    storage = try StorageSettings(object.required("storage"))
  }
}
