import JSON

/// What templates can name beside a record's members, and what that stands for.
struct TemplateWords {
  /// Known everywhere.
  static let always = ["now", "unix_time", "base_url", "token_name"]
  /// Known where something new is made.
  static let making = always + ["uuid"]

  private(set) var now: Timestamp
  let identifiers: any IdentifierSource
  let baseURL: String
  var tokenName: String?
  var record = JSONObject()
  /// Whether something new is made: `uuid` is a word, and no member.
  var isMaking = false
  /// Known at one place only.
  var others: [String: JSONValue] = [:]

  func value(_ name: String) -> JSONValue? {
    switch name {
    case "now": .string(now.iso8601Seconds + "Z")
    case "unix_time": .number(JSONNumber(now.seconds))
    case "base_url": .string(baseURL)
    case "token_name": tokenName.map { .string($0) } ?? JSONValue.null
    case "uuid" where isMaking: .string(identifiers.uuid())
    default: others[name] ?? record[name]
    }
  }

  /// The same at another time.
  func at(_ time: Timestamp) -> TemplateWords {
    var words = self
    words.now = time
    return words
  }

  /// The same for another record.
  func with(
    _ record: JSONObject, _ others: [String: JSONValue] = [:], isMaking: Bool = false
  ) -> TemplateWords {
    var words = self
    words.isMaking = isMaking
    words.record = record
    words.others = others
    return words
  }
}
