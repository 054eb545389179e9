/// Keywords that hold schemas.
extension JSONSchema.Run {
  /// Those that look at the same value.
  mutating func combine(
    _ words: JSONObject, _ instance: JSONValue, _ context: Context, _ seen: inout Set<Int>
  ) -> Bool {
    for inner in words["allOf"]?.array ?? [] {
      guard let more = check(inner, instance, context) else { return false }
      seen.formUnion(more)
    }
    for (key, isOne) in [("anyOf", false), ("oneOf", true)] {
      guard let choices = words[key]?.array else { continue }
      var count = 0
      for choice in choices {
        guard let more = attempt(choice, instance, context) else { continue }
        count += 1
        seen.formUnion(more)
        // What all choices evaluate matters only to `unevaluated…`.
        if !isOne && !index.isTracking { break }
      }
      if count == 0 { return fail("it fits none of the schemas of \(key)") != nil }
      if isOne && count > 1 { return fail("it fits \(count) of the schemas of oneOf") != nil }
    }
    if let inner = words["not"], attempt(inner, instance, context) != nil {
      return fail("it fits the schema of not") != nil
    }
    if let condition = words["if"] {
      let met = attempt(condition, instance, context)
      seen.formUnion(met ?? [])
      if let branch = words[met == nil ? "else" : "then"] {
        guard let more = check(branch, instance, context) else { return false }
        seen.formUnion(more)
      }
    }
    return true
  }

  mutating func checkElements(
    _ words: JSONObject, _ elements: [JSONValue], _ context: Context, _ seen: inout Set<Int>
  ) -> Bool {
    let isOld = index.draft == .draft7
    let prefix = (isOld ? words["items"] : words["prefixItems"])?.array ?? []
    let rest = isOld && words["items"]?.array != nil ? words["additionalItems"] : words["items"]
    for (place, element) in elements.enumerated() {
      guard let schema = place < prefix.count ? prefix[place] : rest else { break }
      guard fits(schema, element, at: .element(place), context) else { return false }
      if index.isTracking { seen.insert(place) }
    }
    if let wanted = words["contains"] {
      let found = elements.indices.filter { attempt(wanted, elements[$0], context) != nil }
      if index.isTracking { seen.formUnion(found) }
      let least = isOld ? 1 : limit(words["minContains"]) ?? 1
      let most = isOld ? nil : limit(words["maxContains"])
      if found.count < least || found.count > most ?? .max {
        return fail("\(found.count) of its elements fit the schema of contains") != nil
      }
    }
    guard !isOld, let schema = words["unevaluatedItems"] else { return true }
    for (place, element) in elements.enumerated() where seen.insert(place).inserted {
      guard fits(schema, element, at: .element(place), context) else { return false }
    }
    return true
  }

  mutating func checkMembers(
    _ words: JSONObject, _ members: JSONObject, _ instance: JSONValue, _ context: Context,
    _ seen: inout Set<Int>
  ) -> Bool {
    guard depend(words, members, instance, context, &seen) else { return false }
    let properties = words["properties"]?.object
    let patterns = words["patternProperties"]?.object?.members ?? []
    let others = words["additionalProperties"]
    let names = words["propertyNames"]
    for (place, member) in members.members.enumerated() {
      let step = JSONPointer.Step.member(member.key)
      if let names {
        guard fits(names, .string(member.key), at: step, context) else { return false }
      }
      var isKnown = false
      if let schema = properties?[member.key] {
        isKnown = true
        guard fits(schema, member.value, at: step, context) else { return false }
      }
      for pattern in patterns where index.patterns[pattern.key]?.matches(member.key) ?? false {
        isKnown = true
        guard fits(pattern.value, member.value, at: step, context) else { return false }
      }
      if !isKnown, let others {
        isKnown = true
        guard fits(others, member.value, at: step, context) else { return false }
      }
      if isKnown && index.isTracking { seen.insert(place) }
    }
    guard index.draft != .draft7, let schema = words["unevaluatedProperties"] else { return true }
    for (place, member) in members.members.enumerated() where seen.insert(place).inserted {
      guard fits(schema, member.value, at: .member(member.key), context) else { return false }
    }
    return true
  }

  private mutating func depend(
    _ words: JSONObject, _ members: JSONObject, _ instance: JSONValue, _ context: Context,
    _ seen: inout Set<Int>
  ) -> Bool {
    let isOld = index.draft == .draft7
    for key in isOld ? ["dependencies"] : ["dependentSchemas", "dependentRequired"] {
      for rule in words[key]?.object?.members ?? [] where members[rule.key] != nil {
        if let names = rule.value.array {
          guard index.isAsserting else { continue }
          for name in names.compactMap(\.string) where members[name] == nil {
            return fail("the member '\(name)' is missing, which goes with '\(rule.key)'") != nil
          }
        } else {
          guard let more = check(rule.value, instance, context) else { return false }
          seen.formUnion(more)
        }
      }
    }
    return true
  }

  private func limit(_ value: JSONValue?) -> Int? {
    guard case .number(let number) = value else { return nil }
    return number.int ?? Int(exactly: number.double)
  }
}
