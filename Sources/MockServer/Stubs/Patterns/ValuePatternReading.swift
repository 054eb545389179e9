import Contracts
import HTTPMessage
import JSON

extension ValuePattern {
  private static let operators: Set<String> = [
    "equalTo", "binaryEqualTo", "contains", "doesNotContain", "matches", "doesNotMatch",
    "equalToJson", "matchesJsonPath", "matchesJsonSchema", "before", "after", "equalToDateTime",
    "absent", "anything", "and", "or", "not", "hasExactly", "includes", "equalToXml",
    "matchesXPath",
  ]

  /// Reads an object with one operator.
  ///
  /// - Throws: ``FixtureError`` when there is none, or more than one, or it is wrong.
  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in try ValuePattern(&object, node) }
  }

  /// Reads the operator of an object that may have other members, which were asked for.
  init(_ object: inout FixtureObject, _ node: FixtureNode) throws(FixtureError) {
    let given = object.givenKeys.filter(Self.operators.contains)
    guard let name = given.first else {
      let known = Self.operators.filter { !$0.lowercased().contains("x") || $0 == "hasExactly" }
      let unknown = object.givenKeys.first { !object.hasAsked(for: $0) }
      throw unknown.map { word in
        node.keyError(
          word,
          "unknown operator \"\(word)\"" + Suggestion.hint(for: word, among: Array(known)))
      } ?? node.error("an operator is missing" + Suggestion.hint(for: "", among: Array(known)))
    }
    guard given.count == 1 else {
      throw node.keyError(
        given[1],
        "\"\(given[1])\" beside \"\(name)\": a pattern has one operator; use \"and\" for several")
    }
    let value = try object.required(name)
    switch name {
    case "equalTo":
      self = .equalTo(
        try value.string(), ignoresCase: try object.nullable("caseInsensitive")?.bool() ?? false)
    case "binaryEqualTo":
      guard let bytes = Base64.decode(try value.string()) else {
        throw value.error("expected base 64")
      }
      self = .binaryEqualTo(bytes)
    case "contains": self = .contains(try value.string())
    case "doesNotContain": self = .doesNotContain(try value.string())
    case "matches": self = .matches(try value.regex())
    case "doesNotMatch": self = .doesNotMatch(try value.regex())
    case "equalToJson": self = .equalToJSON(try Self.likeness(value, &object))
    case "matchesJsonPath": self = .matchesJSONPath(try Self.jsonPath(value))
    case "matchesJsonSchema": self = .matchesJSONSchema(try JSONSchemaPattern(value, &object))
    case "before", "after", "equalToDateTime":
      self = .moment(try MomentOperator(name, value, &object))
    case "absent": self = try value.bool() ? .absent : .present
    case "anything": self = .any([.present, .absent])
    case "and": self = .all(try Self.several(value))
    case "or": self = .any(try Self.several(value))
    case "not": self = .not(try ValuePattern(value))
    case "hasExactly": self = .hasExactly(try Self.several(value))
    case "includes": self = .includes(try Self.several(value))
    default:
      throw node.keyError(name, "\"\(name)\" is about XML, which stubs here don't compare")
    }
  }

  private static func several(_ node: FixtureNode) throws(FixtureError) -> [ValuePattern] {
    var patterns: [ValuePattern] = []
    for element in try node.array() { patterns.append(try ValuePattern(element)) }
    guard !patterns.isEmpty else { throw node.error("expected one pattern at least") }
    return patterns
  }

  private static func likeness(
    _ node: FixtureNode, _ object: inout FixtureObject
  ) throws(FixtureError) -> JSONLikeness {
    let ignoresOrder = try object.nullable("ignoreArrayOrder")?.bool() ?? false
    let ignoresExtra = try object.nullable("ignoreExtraElements")?.bool() ?? false
    let wanted = try node.jsonOrItsText()
    do throws(TextPattern.Malformed) {
      return try JSONLikeness(
        wanted, ignoresOrder: ignoresOrder, ignoresExtra: ignoresExtra)
    } catch {
      throw node.error("a placeholder's regular expression can't be read: \(error.reason)")
    }
  }

  private static func jsonPath(_ node: FixtureNode) throws(FixtureError) -> JSONPathPattern {
    if node.value.string != nil { return JSONPathPattern(try node.jsonPath(), wanted: nil) }
    return try node.object { object throws(FixtureError) in
      let path = try object.required("expression").jsonPath()
      guard object.givenKeys.count > 1 else { return JSONPathPattern(path, wanted: nil) }
      return JSONPathPattern(path, wanted: try ValuePattern(&object, node))
    }
  }
}

extension MomentOperator {
  fileprivate init(
    _ name: String, _ node: FixtureNode, _ object: inout FixtureObject
  ) throws(FixtureError) {
    let text = try node.string()
    var offset = 0
    if let amount = object.nullable("expectedOffset") {
      let unit = try object.nullable("expectedOffsetUnit")?.string() ?? "seconds"
      guard let length = Self.length(try amount.int(), unit) else {
        throw amount.error("expected a number of seconds, minutes, hours, days, months or years")
      }
      offset = length
    }
    guard let relation = Relation(rawValue: name), let read = Self(relation, text, offset: offset)
    else {
      throw node.error(
        "expected a moment as 2026-01-31T12:00:00Z, or \"now\", or \"now +3 days\"")
    }
    self = read
  }
}

extension JSONSchemaPattern {
  /// The drafts by WireMock's names; the older ones are read as draft 7, the one between as 2020-12.
  private static let drafts: [String: JSONSchema.Draft] = [
    "V4": .draft7, "V6": .draft7, "V7": .draft7, "V201909": .draft2020, "V202012": .draft2020,
  ]

  fileprivate init(_ node: FixtureNode, _ object: inout FixtureObject) throws(FixtureError) {
    let draft = try object.nullable("schemaVersion")?.word(Self.drafts) ?? .draft2020
    let document = try node.jsonOrItsText()
    do throws(JSONSchemaError) {
      schema = try JSONSchema(document, draft: draft)
    } catch {
      throw node.error("no JSON Schema, \(error)")
    }
  }
}

extension FixtureNode {
  /// A regular expression.
  func regex() throws(FixtureError) -> TextPattern {
    let text = try string()
    do throws(TextPattern.Malformed) {
      return try TextPattern(text)
    } catch {
      throw self.error("not a regular expression: \(error.reason)")
    }
  }

  fileprivate func jsonPath() throws(FixtureError) -> JSONPath {
    let text = try string()
    do throws(JSONPathError) {
      return try JSONPath(text)
    } catch {
      throw self.error("not a JSONPath: \(error)")
    }
  }

  /// A JSON value that may also be written as a text which holds it.
  func jsonOrItsText() throws(FixtureError) -> JSONValue {
    guard let text = value.string else { return value }
    do throws(JSONError) {
      return try JSONReader.value(of: Array(text.utf8))
    } catch {
      throw self.error("the text is no JSON: \(error)")
    }
  }
}
