extension JSONSchema {
  /// One check of one value.
  struct Run {
    let index: Index
    var failure: Failure?
    /// Above 0 inside what may fail without harm, such as one schema of `anyOf`.
    var tries = 0
    var location: [JSONPointer.Step] = []
    private var depth = 0

    /// References inside each other; a value that nests deeper than this with a schema that refers to
    /// itself does not fit.
    static let maximumDepth = 400

    init(index: Index) { self.index = index }

    /// Where the check stands in the schema.
    struct Context {
      var base: String
      /// The resources that were entered on the way, from the outermost.
      var scope: [String]

      mutating func enter(_ uri: String) {
        base = uri
        if scope.last != uri { scope.append(uri) }
      }
    }

    /// The places of members or elements that the schema has evaluated; nil when the value does not
    /// fit. `isEntered` tells that the context is that of the inside already.
    mutating func check(
      _ schema: JSONValue, _ instance: JSONValue, _ context: Context, isEntered: Bool = false
    ) -> Set<Int>? {
      guard case .object(let words) = schema else {
        return schema.bool == false ? fail("nothing is allowed here") : []
      }
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.maximumDepth else { return fail("the schema refers to itself too often") }
      var context = context
      var seen: Set<Int> = []
      if let reference = words["$ref"]?.string, index.draft == .draft7 {
        return follow(reference, instance, context)
      }
      if !isEntered, let id = words["$id"]?.string {
        let (uri, fragment) = SchemaURI.resolve(id, from: context.base)
        if fragment.isEmpty { context.enter(uri) }
      }
      for (key, isDynamic) in [("$ref", false), ("$dynamicRef", true)] {
        guard let reference = words[key]?.string else { continue }
        guard let inner = follow(reference, instance, context, isDynamic: isDynamic) else {
          return nil
        }
        seen.formUnion(inner)
      }
      if index.isAsserting {
        for word in words.members {
          if let reason = broken(word.key, word.value, by: instance) { return fail(reason) }
        }
      }
      guard combine(words, instance, context, &seen) else { return nil }
      switch instance {
      case .array(let elements):
        guard checkElements(words, elements, context, &seen) else { return nil }
      case .object(let members):
        guard checkMembers(words, members, instance, context, &seen) else { return nil }
      default: break
      }
      return seen
    }

    private mutating func follow(
      _ reference: String, _ instance: JSONValue, _ context: Context, isDynamic: Bool = false
    ) -> Set<Int>? {
      guard var place = index.references[Index.key(context.base, reference)] else {
        return fail("'\(reference)' leads nowhere")
      }
      if isDynamic {
        let (uri, name) = SchemaURI.resolve(reference, from: context.base)
        if index.dynamicAnchors.contains(uri + "#" + name),
          let outer = context.scope.first(where: {
            index.dynamicAnchors.contains($0 + "#" + name)
          }), let found = index.anchors[outer + "#" + name]
        {
          place = found
        }
      }
      var inner = context
      inner.enter(place.base)
      return check(place.schema, instance, inner, isEntered: true)
    }

    /// Takes down the first failure; is nil, for the caller's convenience.
    mutating func fail(_ reason: String) -> Set<Int>? {
      if tries == 0, failure == nil {
        failure = Failure(location: JSONPointer(location), reason: reason)
      }
      return nil
    }

    /// Like `check`, where not fitting is no failure yet.
    mutating func attempt(
      _ schema: JSONValue, _ instance: JSONValue, _ context: Context
    ) -> Set<Int>? {
      tries += 1
      defer { tries -= 1 }
      return check(schema, instance, context)
    }

    /// Checks a member or element.
    mutating func fits(
      _ schema: JSONValue, _ inner: JSONValue, at step: JSONPointer.Step, _ context: Context
    ) -> Bool {
      location.append(step)
      defer { location.removeLast() }
      return check(schema, inner, context) != nil
    }
  }
}
