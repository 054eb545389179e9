/// Makes a value that takes the place of an example: in a request when it is sent, in a response
/// when a mock answers.
public enum Generator: Sendable {
  /// Both ends included.
  case randomInt(min: Int, max: Int)
  /// So many digits in all.
  case randomDecimal(digits: Int)
  case randomHexadecimal(digits: Int)
  case randomString(size: Int)
  case randomBoolean
  case regex(RegexText)
  case uuid(UUIDFormat)
  case moment(name: String, MomentPattern, MomentExpression)
  /// From what the provider said when its state was changed; in verification only.
  case providerState(StateExpression)
  /// The example with its beginning replaced by the mock server's address; in mocks only.
  case mockServerURL(example: String, TextPattern)
  /// Generators for those items of an array that fit a variant.
  case arrayContains([ArrayVariant])
  /// One that isn't known: the example stays.
  case other(name: String)

  /// The name that contract files use.
  public var name: String {
    switch self {
    case .randomInt: "RandomInt"
    case .randomDecimal: "RandomDecimal"
    case .randomHexadecimal: "RandomHexadecimal"
    case .randomString: "RandomString"
    case .randomBoolean: "RandomBoolean"
    case .regex: "Regex"
    case .uuid: "Uuid"
    case .moment(let name, _, _): name
    case .providerState: "ProviderState"
    case .mockServerURL: "MockServerURL"
    case .arrayContains: "ArrayContains"
    case .other(let name): name
    }
  }
}

/// How a UUID is spelled.
public enum UUIDFormat: String, Sendable, CaseIterable {
  case simple
  case lowercase = "lower-case-hyphenated"
  case uppercase = "upper-case-hyphenated"
  case urn = "URN"
}

/// The generators of one message, by the part they speak of.
struct MessageGenerators: Sendable {
  var method: Generator?
  var path: Generator?
  var status: Generator?
  /// By the parameter's name.
  var query: [(name: String, generator: Generator)] = []
  /// By the header's name.
  var header: [(name: String, generator: Generator)] = []
  /// By path, in the order in which they are applied: what makes a container before what fills it.
  var body: [(path: RulePath, generator: Generator)] = []
  /// By the entry's name.
  var metadata: [(name: String, generator: Generator)] = []

  /// Every generator with its place.
  var all: [(category: String, path: String, generator: Generator)] {
    [("method", method), ("path", path), ("status", status)].compactMap { part in
      part.1.map { (part.0, "", $0) }
    }
      + query.map { ("query", $0.name, $0.generator) }
      + header.map { ("header", $0.name, $0.generator) }
      + metadata.map { ("metadata", $0.name, $0.generator) }
      + body.map { ("body", $0.path.description, $0.generator) }
  }
}
