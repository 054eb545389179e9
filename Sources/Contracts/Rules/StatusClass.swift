/// A set of status codes, as the rule `statusCode` names it.
public enum StatusClass: Sendable, Equatable {
  case info
  case success
  case redirect
  case clientError
  case serverError
  case nonError
  case error
  case codes([Int])

  static let names = [
    "info", "success", "redirect", "clientError", "serverError", "nonError", "error",
  ]

  init?(name: String) {
    switch name {
    case "info": self = .info
    case "success": self = .success
    case "redirect": self = .redirect
    case "clientError": self = .clientError
    case "serverError": self = .serverError
    case "nonError": self = .nonError
    case "error": self = .error
    default: return nil
    }
  }

  /// Whether the set has this code.
  public func contains(_ code: Int) -> Bool {
    switch self {
    case .info: (100...199).contains(code)
    case .success: (200...299).contains(code)
    case .redirect: (300...399).contains(code)
    case .clientError: (400...499).contains(code)
    case .serverError: (500...599).contains(code)
    case .nonError: (100...399).contains(code)
    case .error: (400...599).contains(code)
    case .codes(let codes): codes.contains(code)
    }
  }

  /// The set in words.
  var words: String {
    switch self {
    case .info: "an informational status (100-199)"
    case .success: "a success (200-299)"
    case .redirect: "a redirect (300-399)"
    case .clientError: "a client error (400-499)"
    case .serverError: "a server error (500-599)"
    case .nonError: "no error (100-399)"
    case .error: "an error (400-599)"
    case .codes(let codes): "one of " + codes.map(String.init).joined(separator: ", ")
    }
  }
}
