import Contracts
import HTTPMessage
import JSON

extension ValuePattern {
  /// Holds the values of one name beside the pattern.
  func compare(_ place: String, _ values: [SeenValue], _ comparison: inout StubComparison) {
    if fits(values) { return comparison.agree() }
    guard let value = values.first else {
      return comparison.differ(
        place, Difference(expected: wanted, actual: Difference.missing))
    }
    switch self {
    case .equalTo(let text, ignoresCase: false) where values.count == 1:
      comparison.differ(
        place, Difference(text: text, value.text), by: TextDistance.share(text, value.text))
    case .equalToJSON(let likeness):
      guard let json = value.json else {
        return comparison.differ(
          place, Difference(expected: wanted, actual: "no JSON: \(Difference.shown(value.text))"))
      }
      let found = likeness.differences(from: json)
      let leaves = max(Self.leaves(of: likeness.wanted), 1)
      comparison.differ(
        found.map { (pointer, difference) in
          .init(
            place: pointer.steps.isEmpty ? place : "\(place) \(pointer)", difference: difference)
        }, by: Double(found.count) / Double(leaves))
    case .matchesJSONPath(let path):
      comparison.differ(place, Difference(expected: wanted, actual: path.told(of: value)))
    case .matchesJSONSchema(let schema):
      comparison.differ(
        place,
        Difference(
          expected: wanted,
          actual: value.json.map(schema.told) ?? "no JSON: \(Difference.shown(value.text))"))
    case .all(let patterns) where values.count == 1:
      for pattern in patterns { pattern.compare(place, values, &comparison) }
    default:
      let shown = values.prefix(3).map { Difference.shown($0.text) }.joined(separator: " and ")
      comparison.differ(place, Difference(expected: wanted, actual: shown))
    }
  }

  private static func leaves(of value: JSONValue) -> Int {
    switch value {
    case .array(let elements): elements.reduce(0) { $0 + leaves(of: $1) }
    case .object(let object): object.members.reduce(0) { $0 + leaves(of: $1.value) }
    default: 1
    }
  }

  /// What the pattern wants, in words that no value is equal to.
  var wanted: String {
    switch self {
    case .equalTo(let text, let ignoresCase):
      Difference.shown(text) + (ignoresCase ? " in any case" : "")
    case .binaryEqualTo(let bytes):
      "the \(bytes.count) bytes \(Base64.encode(bytes.prefix(30)))\(bytes.count > 30 ? "…" : "") (base 64)"
    case .contains(let text): "a text with \(Difference.shown(text))"
    case .doesNotContain(let text): "no text with \(Difference.shown(text))"
    case .matches(let pattern): "a text that matches \(pattern.text)"
    case .doesNotMatch(let pattern): "no text that matches \(pattern.text)"
    case .equalToJSON(let likeness): "JSON equal to \(Difference.shown(likeness.wanted))"
    case .matchesJSONPath(let path):
      "at \(path.path.text) \(path.wanted?.wanted ?? "something")"
    case .matchesJSONSchema: "JSON that its schema allows"
    case .moment(let moment):
      switch moment.relation {
      case .before: "a moment before \(moment.text)"
      case .after: "a moment after \(moment.text)"
      case .equal: "the moment \(moment.text)"
      }
    case .absent: "no such value"
    case .present: "any value"
    case .all(let patterns): patterns.map(\.wanted).joined(separator: " and ")
    case .any(let patterns): patterns.map(\.wanted).joined(separator: " or ")
    case .not(let pattern): "not \(pattern.wanted)"
    case .hasExactly(let patterns):
      "exactly \(patterns.count) values: \(patterns.map(\.wanted).joined(separator: ", "))"
    case .includes(let patterns):
      "among the values \(patterns.map(\.wanted).joined(separator: ", "))"
    }
  }
}

extension JSONPathPattern {
  /// What stands where the path leads, in words.
  fileprivate func told(of value: SeenValue) -> String {
    guard let document = value.json else { return "no JSON: \(Difference.shown(value.text))" }
    let results = values(in: document)
    guard !results.isEmpty else { return "nothing there" }
    return results.prefix(3).map { "\(Difference.shown($0)) (\(Difference.type(of: $0)))" }
      .joined(separator: " and ")
  }
}
