import JSON

/// The members of a body that may be absent or null, although the example has them.
struct BodyVariations: Sendable {
  var optional: [RulePath] = []
  var nullable: [RulePath] = []

  var isEmpty: Bool { optional.isEmpty && nullable.isEmpty }

  func allowsAbsence(at path: BodyPath) -> Bool { Self.has(path, optional) }

  func allowsNull(at path: BodyPath) -> Bool { Self.has(path, nullable) }

  private static func has(_ path: BodyPath, _ paths: [RulePath]) -> Bool {
    !paths.isEmpty
      && paths.contains { $0.steps.count == path.steps.count && $0.exactness(for: path) != nil }
  }

  /// The paths, each once.
  var paths: [RulePath] { optional + nullable.filter { !optional.contains($0) } }
}

extension JSONValue {
  /// What stands at a path in all places to which it leads: `.absent` where a member of an object
  /// that is there is missing.
  func variants(at steps: ArraySlice<RulePath.Step>) -> Set<Variant.Kind> {
    guard let step = steps.first else { return [self == .null ? .null : .present] }
    let rest = steps.dropFirst()
    switch (step, self) {
    case (.name(let name), .object(let object)):
      return object[name].map { $0.variants(at: rest) } ?? (rest.isEmpty ? [.absent] : [])
    case (.any, .object(let object)):
      return object.members.reduce(into: []) { $0.formUnion($1.value.variants(at: rest)) }
    case (.index(let place), .array(let elements)) where elements.indices.contains(place):
      return elements[place].variants(at: rest)
    case (.any, .array(let elements)), (.anyIndex, .array(let elements)):
      return elements.reduce(into: []) { $0.formUnion($1.variants(at: rest)) }
    default: return []
    }
  }
}
