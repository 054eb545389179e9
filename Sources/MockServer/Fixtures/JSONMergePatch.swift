import JSON

/// JSON Merge Patch (RFC 7396).
enum JSONMergePatch {
  static func merged(_ target: JSONValue, _ patch: JSONValue) -> JSONValue {
    guard case .object(let changes) = patch else { return patch }
    var result = target.object ?? JSONObject()
    for change in changes.members {
      // Spelled out, because a bare nil would be the value null here.
      result[change.key] =
        change.value == .null
        ? JSONValue?.none : merged(result[change.key] ?? .null, change.value)
    }
    return .object(result)
  }
}
