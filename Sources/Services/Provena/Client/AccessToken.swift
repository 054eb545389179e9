import HTTPMessage
import JSON

/// Why a token is not to be used.
enum TokenFault: Error, CustomStringConvertible {
  case noToken
  case algorithm(String)
  case signature
  case claim(String)
  case expired(at: Int)

  var description: String {
    switch self {
    case .noToken: "it is no JSON web token"
    case .algorithm(let name): "it is signed by \(name); only RS256 is accepted"
    case .signature: "the realm has not signed it"
    case .claim(let name): "its claim \"\(name)\" is missing or makes no sense"
    case .expired(let second): "it expired, or is about to, at \(second) s since 1970"
    }
  }
}

/// A JSON web token (RFC 7519) of which the realm's signature was verified, as the Python client does
/// before it sends one (the Provena sheet, section 3). Audience and issuer are not looked at.
struct AccessToken: Sendable {
  /// As it goes with calls.
  let text: String
  /// Seconds since 1970-01-01T00:00:00Z.
  let expiry: Int

  /// Seconds: a token is not used so shortly before its end.
  private static let margin = 30

  /// - Parameter now: seconds since 1970-01-01T00:00:00Z.
  init(_ text: String, signedBy key: RSAPublicKey, at now: Int) throws(TokenFault) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
      let signature = Base64.decode(parts[2])
    else { throw .noToken }
    let algorithm = header["alg"]?.string ?? "nothing"
    guard algorithm == "RS256" else { throw .algorithm(algorithm) }
    let signed = Array("\(parts[0]).\(parts[1])".utf8)
    guard key.verifies(signature, of: signed) else { throw .signature }
    guard let expiry = claims["exp"]?.int else { throw .claim("exp") }
    for name in ["nbf", "iat"] where claims[name] != nil && claims[name]?.int == nil {
      throw .claim(name)
    }
    if let start = claims["nbf"]?.int, start > now { throw .claim("nbf") }
    self.text = text
    self.expiry = expiry
    guard isUsable(at: now) else { throw .expired(at: expiry) }
  }

  /// - Parameter now: seconds since 1970-01-01T00:00:00Z.
  func isUsable(at now: Int) -> Bool { expiry > now && expiry - now > Self.margin }

  private static func object(_ part: Substring) -> JSONObject? {
    Base64.decode(part).flatMap { try? JSONReader.value(of: $0).object }
  }
}
