import HTTPMessage
import MockServer

/// The two cookies of the web framework (sheet, section 2).
struct Cookies {
  /// The CSRF token; nil without a usable one.
  let csrfToken: String?
  let session: String?

  private static let csrfName = "csrftoken"
  private static let sessionName = "sessionid"

  /// A client may send the same name twice: the last one counts.
  init(_ request: HTTPRequest) {
    var values: [String: String] = [:]
    for line in request.fields[values: "Cookie"] {
      for pair in line.split(separator: ";") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { continue }
        values[Self.trimmed(parts[0])] = Self.trimmed(parts[1])
      }
    }
    csrfToken = values[Self.csrfName].flatMap { Self.isToken($0) ? $0 : nil }
    session = values[Self.sessionName]
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// 32 letters and digits.
  static func isToken(_ text: String) -> Bool {
    text.utf8.count == 32
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
      }
  }

  /// A new token of 32 letters and digits.
  static func newToken(_ identifiers: any IdentifierSource) -> String {
    identifiers.uuid().replacing("-", with: "")
  }

  /// - Parameter lifetime: in microseconds.
  static func setCSRF(_ token: String, lifetime: Int, at now: Timestamp) -> String {
    "\(csrfName)=\(token); \(limit(lifetime, at: now)); Path=/; SameSite=Lax"
  }

  /// - Parameter lifetime: in microseconds.
  static func setSession(_ id: String, lifetime: Int, at now: Timestamp) -> String {
    let limit = limit(lifetime, at: now).split(separator: "; ")
    return "\(sessionName)=\(id); \(limit.joined(separator: "; HttpOnly; ")); Path=/; SameSite=Lax"
  }

  static let clearSession =
    "\(sessionName)=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax"

  private static func limit(_ lifetime: Int, at now: Timestamp) -> String {
    let seconds = lifetime / 1_000_000
    let end = CalendarTime(secondsSince1970: now.seconds + seconds).httpDate
    return "expires=\(end); Max-Age=\(seconds)"
  }
}
