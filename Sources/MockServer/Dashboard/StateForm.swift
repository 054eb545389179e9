import JSON

/// Records of one kind in a service's state, to be shown.
public struct StateCollection {
  public let name: String
  let records: [Any]
}

/// What a service's state holds, found out by looking at it: services need not do anything to be
/// shown.
enum StateForm {
  /// How deep records are shown.
  private static let maximumDepth = 6

  /// The collections in a state: its members that are lists or tables, also those one level deeper.
  /// What only finds records (tables of places) is left out.
  static func collections(of state: Any) -> [StateCollection] {
    if let records = records(of: state) {
      return [StateCollection(name: "records", records: records)]
    }
    return collections(of: state, "", depth: 0)
  }

  private static func collections(of value: Any, _ prefix: String, depth: Int) -> [StateCollection]
  {
    var found: [StateCollection] = []
    for child in Mirror(reflecting: value).children {
      let name = prefix + (child.label ?? "")
      if let records = records(of: child.value) {
        if !records.isEmpty || depth == 0 {
          found.append(StateCollection(name: name, records: records))
        }
      } else if Mirror(reflecting: child.value).displayStyle == .struct, depth < 2 {
        found += collections(of: child.value, name + ".", depth: depth + 1)
      }
    }
    return found
  }

  /// The records of a list or a table; nil when it is neither.
  private static func records(of value: Any) -> [Any]? {
    if let table = value as? any RecordHolder { return table.heldRecords }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .collection, .set: return mirror.children.map(\.value)
    case .dictionary:
      let pairs = mirror.children.map(\.value)
      let values = pairs.compactMap { Mirror(reflecting: $0).children.dropFirst().first?.value }
      // What leads from a key to places only finds records.
      if values.contains(where: { $0 is Int || $0 is [Int] || $0 is [String] }) { return nil }
      return sorted(pairs)
    default: return nil
    }
  }

  /// Pairs of a dictionary, which has no order of its own, by their keys.
  private static func sorted(_ pairs: [Any]) -> [Any] {
    pairs.map { pair -> (String, Any) in
      let parts = Array(Mirror(reflecting: pair).children)
      return ("\(parts.first?.value ?? "")", parts.last?.value ?? pair)
    }.sorted { $0.0 < $1.0 }.map { Entry(key: $0.0, value: $0.1) }
  }

  /// A value of a dictionary with its key.
  private struct Entry {
    let key: String
    let value: Any
  }

  /// A value as JSON: members of structures by their names, enumerations by their cases.
  static func json(_ value: Any, depth: Int = 0) -> JSONValue {
    switch value {
    case let value as JSONValue: return value
    case let value as JSONObject: return .object(value)
    case let value as String: return .string(value)
    case let value as Bool: return .bool(value)
    case let value as Int: return .number(JSONNumber(value))
    case let value as any BinaryInteger: return JSONNumber("\(value)").map { .number($0) } ?? .null
    case let value as Double: return JSONNumber("\(value)").map { .number($0) } ?? .null
    case let value as Timestamp: return .string(value.iso8601 + "Z")
    case let value as [UInt8]: return text(value)
    case let value as ArraySlice<UInt8>: return text(Array(value))
    case let value as Entry: return entry(value, depth: depth)
    default: break
    }
    guard depth < maximumDepth else { return .string("…") }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { json($0.value, depth: depth) } ?? .null
    case .collection, .set:
      return .array(mirror.children.map { json($0.value, depth: depth + 1) })
    case .dictionary:
      var members = JSONObject()
      for case let entry as Entry in sorted(mirror.children.map(\.value)) {
        members[entry.key] = json(entry.value, depth: depth + 1)
      }
      return .object(members)
    case .struct, .tuple:
      if let table = value as? any RecordHolder {
        return .array(table.heldRecords.map { json($0, depth: depth + 1) })
      }
      if mirror.children.isEmpty { return .string("\(value)") }
      return .object(
        JSONObject(
          mirror.children.map {
            .init(key: $0.label ?? "value", value: json($0.value, depth: depth + 1))
          }))
    default: return .string("\(value)")
    }
  }

  private static func entry(_ entry: Entry, depth: Int) -> JSONValue {
    let value = json(entry.value, depth: depth)
    guard case .object(var members) = value else {
      return .object(
        JSONObject([
          .init(key: "key", value: .string(entry.key)), .init(key: "value", value: value),
        ]))
    }
    if members["id"] == nil { members["key"] = .string(entry.key) }
    return .object(members)
  }

  private static func text(_ bytes: [UInt8]) -> JSONValue {
    let most = 2_000
    return String(validating: bytes.prefix(most), as: UTF8.self).map {
      .string(bytes.count > most ? $0 + "…" : $0)
    } ?? .string("\(bytes.count) bytes")
  }
}

/// A table that knows its records, and is no list.
protocol RecordHolder {
  var heldRecords: [Any] { get }
}

extension OrderedTable: RecordHolder {
  var heldRecords: [Any] { records(of: nil) }
}
