import HTTPMessage
import JSON
import MockServer

/// What a token stands for.
struct Grant: Sendable, Hashable {
  let user: String
  /// Nil for a token without scope.
  let project: String?
  let issued: Timestamp
  let expires: Timestamp
  /// Tells two tokens of the same moment apart.
  let audit: String
  /// How it was obtained, in Keystone's words: `password`, `token`.
  let methods: [String]
}

/// Makes and reads tokens. They carry what they stand for, as Keystone's Fernet tokens do, so that
/// nothing need be kept about them; a seal refuses what was made up.
struct TokenSeal: Sendable {
  private let key: String

  /// What every Fernet token begins with.
  private static let prefix = "gAAAAA"

  init(key: String) { self.key = key }

  func token(for grant: Grant) -> String {
    let claims = [
      grant.user, grant.project ?? "", String(grant.issued.microseconds),
      String(grant.expires.microseconds), grant.audit, grant.methods.joined(separator: ","),
    ].joined(separator: "|")
    return Self.prefix + Base64.encodeURL((claims + "|" + seal(of: claims)).utf8)
  }

  /// What a token stands for; nil when it is none of this seal's.
  func grant(of token: String) -> Grant? {
    guard token.hasPrefix(Self.prefix), token.utf8.count < 1_024,
      let bytes = Base64.decode(token.dropFirst(Self.prefix.count))
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 7, seal(of: parts.dropLast().joined(separator: "|")) == parts[6],
      let issued = Int(parts[2]), let expires = Int(parts[3])
    else { return nil }
    return Grant(
      user: parts[0], project: parts[1].isEmpty ? nil : parts[1],
      issued: Timestamp(microseconds: issued), expires: Timestamp(microseconds: expires),
      audit: parts[4], methods: parts[5].split(separator: ",").map(String.init))
  }

  /// FNV-1a over key and claims: enough to tell a token of ours from any other, and no secret.
  private func seal(of claims: String) -> String {
    let hash = (key + claims).utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return String(hash, radix: 36)
  }
}
