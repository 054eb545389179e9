import HTTPMessage
import JSON
import MockServer

/// Who calls: what the data store reads in a token (sheet, section 3).
struct Caller: Sendable {
  let username: String
  let email: String?
  let roles: [String]
  let token: String
}

/// The realm's tokens. They were signed beforehand and are looked up: their claims are read, their
/// signatures are not.
struct SignedTokens: Sendable {
  private struct Entry: Sendable {
    let name: String
    let bytes: [UInt8]
    let caller: Caller
    let expires: Timestamp
    let isForged: Bool
  }

  private let entries: [Entry]
  /// Places of entries by the last bytes of their texts, which signatures end in.
  private let places: [String: [Int]]
  private static let tail = 15
  private static let header: HTTPFieldName = "Authorization"

  /// - Parameter forged: the names of those that nobody may accept.
  init(_ fixtures: ServiceFixtures, forged: [String]) throws(FixtureError) {
    var entries: [Entry] = []
    for (name, value) in fixtures.description.tokens.members.map({ ($0.key, $0.value) }) {
      let text = value.string ?? ""
      guard let claims = Self.claims(text) else {
        throw fixtures.error(
          at: "tokens",
          "\"\(name)\" is no signed token: three parts with dots between, the second one base64url "
            + "of a JSON object with preferred_username, realm_access.roles and exp")
      }
      entries.append(
        Entry(
          name: name, bytes: Array(text.utf8),
          caller: Caller(
            username: claims.username, email: claims.email, roles: claims.roles, token: text),
          expires: claims.expires, isForged: forged.contains(name)))
    }
    self.entries = entries
    places = Dictionary(grouping: entries.indices) { Self.tail(of: entries[$0].bytes[...]) }
  }

  private static func tail(of bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.suffix(tail), as: UTF8.self)
  }

  private static func claims(
    _ token: String
  ) -> (username: String, email: String?, roles: [String], expires: Timestamp)? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = Base64.decode(parts[1]),
      let claims = try? JSONReader.value(of: bytes),
      let username = claims["preferred_username"]?.string,
      let roles = claims["realm_access"]?["roles"]?.array, let expires = claims["exp"]?.int
    else { return nil }
    return (
      username, claims["email"]?.string, roles.compactMap(\.string),
      Timestamp(microseconds: expires.multipliedReportingOverflow(by: 1_000_000).partialValue)
    )
  }

  /// The names with their texts.
  var byName: [String: String] {
    Dictionary(entries.map { ($0.name, $0.caller.token) }, uniquingKeysWith: { $1 })
  }

  /// The caller that `Authorization` names.
  func caller(_ request: HTTPRequest, at now: Timestamp) throws(Refusal) -> Caller {
    let header = request.fields.value(Self.header) ?? []
    let scheme = header.prefix { $0 != UInt8(ascii: " ") }
    let token = header.dropFirst(scheme.count).drop { $0 == UInt8(ascii: " ") }
    guard !token.isEmpty, String(decoding: scheme, as: UTF8.self).lowercased() == "bearer" else {
      throw .token(
        "Not authenticated", "no Authorization: Bearer TOKEN → understudy env provena")
    }
    let candidates = places[Self.tail(of: token)] ?? []
    guard let place = candidates.first(where: { entries[$0].bytes.elementsEqual(token) }) else {
      throw notValid("the token is not known; known: \(known(at: now))")
    }
    let entry = entries[place]
    if entry.isForged { throw notValid("the token \"\(entry.name)\" is forged") }
    guard entry.expires > now else {
      throw notValid("the token \"\(entry.name)\" expired \(entry.expires.iso8601)")
    }
    return entry.caller
  }

  private func notValid(_ reason: String) -> Refusal {
    .token("Could not validate credentials", reason)
  }

  private func known(at now: Timestamp) -> String {
    entries.filter { !$0.isForged && $0.expires > now }.map(\.name).joined(separator: ", ")
  }
}
