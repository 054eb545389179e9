import HTTPMessage
import JSON

/// A value that a request must have for a stub to mean it: by such values stubs are looked up.
struct StubFeature: Hashable, Sendable {
  /// Where the value stands.
  enum Place: Hashable, Sendable {
    case body
    case json(JSONPointer)
    /// What `matchesJsonPath` leads to, as text.
    case jsonText([String])
    case query(String)
    /// In lower case.
    case header(String)

    /// The values that a request has there.
    func values(in request: SeenRequest) -> [String] {
      switch self {
      case .body: return [request.body.text]
      case .json(let pointer):
        var value = request.body.json
        for step in pointer.steps {
          switch step {
          case .member(let name): value = value?[name]
          case .element(let place): value = value?[place]
          }
        }
        return value.map { [StubFeature.text(of: $0)] } ?? []
      case .jsonText(let names):
        var value = request.body.json
        for name in names { value = value?[name] }
        return value.map { [$0.string ?? $0.description] } ?? []
      case .query(let name): return request.queryValues(name)
      case .header(let name): return request.http.fields[values: HTTPFieldName(name)]
      }
    }
  }

  let place: Place
  let value: String

  /// More tell nothing more, and each costs when a stub is registered.
  private static let most = 12

  /// The features of a pattern.
  static func all(of pattern: StubRequestPattern) -> [StubFeature] {
    var features: [StubFeature] = []
    for operation in pattern.body { features += inBody(operation) }
    for named in pattern.query { features += equal(named.pattern, at: .query(named.name)) }
    for named in pattern.headers {
      features += equal(named.pattern, at: .header(named.name.lowercased()))
    }
    return features
  }

  private static func equal(_ pattern: ValuePattern, at place: Place) -> [StubFeature] {
    switch pattern {
    case .equalTo(let text, ignoresCase: false): [StubFeature(place: place, value: text)]
    case .all(let patterns): patterns.flatMap { equal($0, at: place) }
    default: []
    }
  }

  private static func inBody(_ pattern: ValuePattern) -> [StubFeature] {
    switch pattern {
    case .equalTo: return equal(pattern, at: .body)
    case .all(let patterns): return patterns.flatMap(inBody)
    case .matchesJSONPath(let path):
      guard let names = path.names, let wanted = path.wanted else { return [] }
      return equal(wanted, at: .jsonText(names))
    case .equalToJSON(let likeness):
      var features: [StubFeature] = []
      collect(likeness.wanted, JSONPointer(), likeness, &features)
      return features
    default: return []
    }
  }

  private static func collect(
    _ value: JSONValue, _ place: JSONPointer, _ likeness: JSONLikeness,
    _ features: inout [StubFeature]
  ) {
    guard features.count < most else { return }
    switch value {
    case .object(let object):
      for member in object.members {
        collect(member.value, place.appending(member.key), likeness, &features)
      }
    case .array(let elements):
      guard !likeness.ignoresOrder else { return }
      for (index, element) in elements.enumerated() {
        collect(element, place.appending(index), likeness, &features)
      }
    case .string(let text) where JSONLikeness.isPlaceholder(text): break
    default: features.append(StubFeature(place: .json(place), value: text(of: value)))
    }
  }

  /// Tells `"1"` from `1`.
  fileprivate static func text(of value: JSONValue) -> String {
    value.string.map { "\"" + $0 } ?? value.description
  }
}
