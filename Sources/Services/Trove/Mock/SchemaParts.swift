import JSON

/// Parts that the schemas of several bodies have (sheet, section 7).
extension Validation {
  /// `{"type", "version"}`, either of which may be missing.
  static func datastore(
    _ value: JSONValue?, at place: String
  ) throws(TroveRefusal) -> (type: String?, version: String?) {
    guard let value else { return (nil, nil) }
    let object = try object(value, at: place)
    return (
      try object["type"].map { value throws(TroveRefusal) in
        try name(value, at: "\(place)['type']")
      },
      try object["version"].map { value throws(TroveRefusal) in
        try name(value, at: "\(place)['version']")
      }
    )
  }

  /// An id, or null for none.
  static func uuidOrNull(_ value: JSONValue, at place: String) throws(TroveRefusal) -> String? {
    if value == .null { return nil }
    guard value.string != nil else {
      let shown = repr(value)
      throw .invalid(
        "\(place) \(shown) is not valid under any of the given schemas; \(shown) is not of type 'string'; \(shown) is not of type 'null'"
      )
    }
    return try uuid(value, at: place)
  }

  /// How bodies say yes and no where the service's schemas want numbers.
  static func zeroOrOne(_ value: JSONValue, at place: String) throws(TroveRefusal) -> Bool {
    try integer(value, in: 0...1, at: place) == 1
  }

  static func integer(
    _ value: JSONValue, in range: ClosedRange<Int>, at place: String
  ) throws(TroveRefusal) -> Int {
    guard let number = value.int else {
      throw .invalid("\(place) \(repr(value)) is not of type 'integer'")
    }
    if number < range.lowerBound {
      throw .invalid("\(place) \(number) is less than the minimum of \(range.lowerBound)")
    }
    if number > range.upperBound {
      throw .invalid("\(place) \(number) is greater than the maximum of \(range.upperBound)")
    }
    return number
  }

  static func flag(_ value: JSONValue, at place: String) throws(TroveRefusal) -> Bool {
    guard let flag = value.bool else {
      throw .invalid("\(place) \(repr(value)) is not one of [True, False]")
    }
    return flag
  }

  static func strings(_ value: JSONValue, at place: String) throws(TroveRefusal) -> [String] {
    var texts: [String] = []
    for (number, element) in try array(value, at: place).enumerated() {
      texts.append(try string(element, at: "\(place)[\(number)]"))
    }
    return texts
  }

  /// Networks: one at most.
  static func nics(_ value: JSONValue, at place: String) throws(TroveRefusal) {
    let nics = try array(value, at: place)
    guard nics.count <= 1 else { throw .invalid("\(place) \(repr(value)) is too long") }
    for (number, nic) in nics.enumerated() {
      for key in ["net-id", "network_id", "port-id", "subnet_id"] {
        guard let value = nic[key] else { continue }
        _ = try uuid(value, at: "\(place)[\(number)]['\(key)']")
      }
    }
  }
}
