import Contracts
import JSON

/// What a value must be: one of WireMock's operators.
indirect enum ValuePattern: Sendable {
  case equalTo(String, ignoresCase: Bool)
  case binaryEqualTo([UInt8])
  case contains(String)
  case doesNotContain(String)
  case matches(TextPattern)
  case doesNotMatch(TextPattern)
  case equalToJSON(JSONLikeness)
  case matchesJSONPath(JSONPathPattern)
  case matchesJSONSchema(JSONSchemaPattern)
  case moment(MomentOperator)
  case absent
  case present
  case all([ValuePattern])
  case any([ValuePattern])
  case not(ValuePattern)
  /// As many values as patterns, each fitting another.
  case hasExactly([ValuePattern])
  /// For each pattern a value that fits.
  case includes([ValuePattern])

  /// Whether a value fits; nil stands for one that is not there.
  func fits(_ value: SeenValue?) -> Bool {
    switch self {
    case .absent: return value == nil
    case .all(let patterns): return patterns.allSatisfy { $0.fits(value) }
    case .any(let patterns): return patterns.contains { $0.fits(value) }
    case .not(let pattern): return !pattern.fits(value)
    case .hasExactly, .includes: return fits(value.map { [$0] } ?? [])
    // What is not there contains nothing and is like nothing.
    case .doesNotContain, .doesNotMatch: if value == nil { return true }
    default: break
    }
    guard let value else { return false }
    switch self {
    case .equalTo(let text, let ignoresCase):
      return ignoresCase
        ? text.lowercased() == value.text.lowercased() : value.bytes.elementsEqual(text.utf8)
    case .binaryEqualTo(let bytes): return value.bytes.elementsEqual(bytes)
    case .contains(let text): return value.text.contains(text)
    case .doesNotContain(let text): return !value.text.contains(text)
    case .matches(let pattern): return pattern.matches(value.text)
    case .doesNotMatch(let pattern): return !pattern.matches(value.text)
    case .equalToJSON(let wanted): return value.json.map(wanted.fits) ?? false
    case .matchesJSONPath(let wanted): return wanted.fits(value.json)
    case .matchesJSONSchema(let wanted): return value.json.map(wanted.fits) ?? false
    case .moment(let wanted): return wanted.fits(value.text)
    default: return true
    }
  }

  /// Whether the values of one name fit: one that fits is enough.
  func fits(_ values: [SeenValue]) -> Bool {
    switch self {
    case .hasExactly(let patterns):
      return patterns.count == values.count && Self.pairs(patterns[...], values)
    case .includes(let patterns):
      return patterns.allSatisfy { pattern in values.contains { pattern.fits($0) } }
    default: return values.isEmpty ? fits(nil) : values.contains { fits($0) }
    }
  }

  /// Whether each pattern can have a value of its own.
  private static func pairs(_ patterns: ArraySlice<ValuePattern>, _ values: [SeenValue]) -> Bool {
    guard let pattern = patterns.first else { return true }
    return values.indices.contains { place in
      guard pattern.fits(values[place]) else { return false }
      var rest = values
      rest.remove(at: place)
      return pairs(patterns.dropFirst(), rest)
    }
  }
}
