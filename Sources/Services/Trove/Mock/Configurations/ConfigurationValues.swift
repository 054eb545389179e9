import JSON
import MockServer

/// What may stand in a configuration, by the parameters of its version (sheet, section 7).
extension Catalogue {
  /// A parameter by its name, however it is capitalised.
  func parameter(_ name: String, of version: String) -> Parameter? {
    let wanted = name.lowercased()
    return parameters[version]?.first { $0.name.lowercased() == wanted }
  }

  func needsRestart(_ names: [String], of version: String) -> Bool {
    names.contains { parameter($0, of: version)?.needsRestart == true }
  }

  /// What is wrong with a value, in the service's words; nil when nothing is.
  func problem(with value: JSONValue, of name: String, for version: Version) -> String? {
    let datastore = datastore(of: version)?.name ?? ""
    if parameters[version.id]?.isEmpty != false {
      return
        "Configuration groups are not supported for this datastore: \(datastore) \(version.name)"
    }
    guard let parameter = parameter(name, of: version.id) else {
      return
        "The configuration parameter \(name) is not supported for this datastore: \(datastore) \(version.name)."
    }
    guard parameter.accepts(value) else {
      return
        "The value provided for the configuration parameter \(name) is not of type \(parameter.type)."
    }
    guard case .number(let number) = value, number.isInteger else { return nil }
    if let min = parameter.min, number.isLess(than: min) {
      return
        "The value for the configuration parameter \(name) is less than the minimum allowed: \(min.text)"
    }
    if let max = parameter.max, max.isLess(than: number) {
      return
        "The value for the configuration parameter \(name) is greater than the maximum allowed: \(max.text)"
    }
    return nil
  }

  func check(_ values: JSONObject, for version: Version) throws(TroveRefusal) {
    for member in values.members {
      if let problem = problem(with: member.value, of: member.key, for: version) {
        throw .unprocessable(problem)
      }
    }
  }
}

extension Catalogue.Parameter {
  /// Whether a value is of the parameter's type, as Python tells types apart: 1 is no float.
  fileprivate func accepts(_ value: JSONValue) -> Bool {
    switch (type, value) {
    case ("boolean", .bool), ("string", .string): true
    case ("integer", .number(let number)): number.isInteger
    case ("float", .number(let number)): !number.isInteger
    default: false
    }
  }
}

extension JSONNumber {
  /// Compares exactly where both fit 64 bits.
  func isLess(than other: JSONNumber) -> Bool {
    if let left = int, let right = other.int { return left < right }
    return double < other.double
  }
}

extension JSONObject {
  /// Takes over members of another; of those that repeat, the last.
  mutating func merge(_ other: JSONObject) {
    for member in other.members { self[member.key] = member.value }
  }
}
