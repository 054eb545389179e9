import JSON

/// What `matchesJsonPath` wants: something at a path, or at a path a value that fits.
struct JSONPathPattern: Sendable {
  let path: JSONPath
  /// What one of the results must be; nil when any result that is not null and not empty will do.
  let wanted: ValuePattern?
  /// The members that the path names, when it is but names: then values can be looked up.
  let names: [String]?

  init(_ path: JSONPath, wanted: ValuePattern?) {
    self.path = path
    self.wanted = wanted
    names = Self.names(in: path.text)
  }

  func fits(_ document: JSONValue?) -> Bool {
    guard let document else { return false }
    let results = values(in: document)
    guard let wanted else { return results.contains(where: Self.isSomething) }
    return wanted.fits(results.map { SeenValue($0) })
  }

  /// What the path leads to; a single array is one value, for operators look at its text.
  func values(in document: JSONValue) -> [JSONValue] {
    if let names {
      var value: JSONValue? = document
      for name in names { value = value?[name] }
      return value.map { [$0] } ?? []
    }
    return (try? path.values(in: document)) ?? []
  }

  private static func isSomething(_ value: JSONValue) -> Bool {
    switch value {
    case .null: false
    case .array(let elements): !elements.isEmpty
    case .object(let object): !object.isEmpty
    default: true
    }
  }

  /// `$.a.b`, taken apart.
  private static func names(in text: String) -> [String]? {
    guard text.hasPrefix("$.") else { return nil }
    let names = text.dropFirst(2).split(separator: ".", omittingEmptySubsequences: false)
    let arePlain = names.allSatisfy { name in
      !name.isEmpty && name.first?.isNumber == false
        && name.utf8.allSatisfy { byte in
          byte == UInt8(ascii: "_") || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
        }
    }
    return arePlain ? names.map(String.init) : nil
  }
}
