import HTTPMessage
import JSON
import MockServer

/// What a job does. Names towards users, numbers towards workers (sheet, section 4).
enum JobType: Int, CaseIterable, ServiceEnum {
  case list = 0
  case copy = 1
  case remove = 2
  case rename = 3
  case mkdir = 4

  static let typeName = "JobType"

  var name: StaticString {
    switch self {
    case .list: "LIST"
    case .copy: "COPY"
    case .remove: "REMOVE"
    case .rename: "RENAME"
    case .mkdir: "MKDIR"
    }
  }
}

/// How far a job or element is. A job's status is the greatest of its elements'.
enum JobStatus: Int, CaseIterable, ServiceEnum {
  case new = 0
  case done = 1
  case failed = 2
  case submitted = 3
  case running = 4

  static let typeName = "JobStatus"

  var name: StaticString {
    switch self {
    case .new: "NEW"
    case .done: "DONE"
    case .failed: "FAILED"
    case .submitted: "SUBMITTED"
    case .running: "RUNNING"
    }
  }
}

/// How files are moved.
enum JobProtocol: Int, CaseIterable, ServiceEnum {
  case gridftp = 0
  case ssh = 1
  case dummy = 2

  static let typeName = "JobProtocol"

  var name: StaticString {
    switch self {
    case .gridftp: "GRIDFTP"
    case .ssh: "SSH"
    case .dummy: "DUMMY"
    }
  }
}

/// An enumeration of the service, with the names and numbers it has on the wire.
protocol ServiceEnum: CaseIterable, RawRepresentable, Sendable where RawValue == Int {
  static var typeName: String { get }
  var name: StaticString { get }
}

extension ServiceEnum {
  /// The cases by name, for reading fixtures.
  static var names: [String: Self] {
    Dictionary(uniqueKeysWithValues: allCases.map { ("\($0.name)", $0) })
  }

  /// Reads a value of a request: an integer, a string of digits, or a name in any case. What goes
  /// wrong and how is the service's own (sheet, section 4).
  static func parse(_ value: JSONValue) throws(Refusal) -> Self {
    switch value {
    case .bool(let flag): return try number(flag ? 1 : 0)
    case .string(let text):
      if !text.isEmpty, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) {
        return try number(Int(text) ?? .max)
      }
      guard let found = names[text.uppercased()] else {
        throw Refusal(
          .internalServerError, text.uppercased(),
          reason: "\"\(text)\" is not a \(typeName); known: \(known)")
      }
      return found
    case .number(let text):
      if let int = text.int { return try number(int) }
    default: break
    }
    throw Refusal(
      .badRequest, "Failed to parse '\(PythonText.version2.str(value))' to enum type '\(typeName)'",
      reason: "\(value) is not a \(typeName); known: \(known)")
  }

  private static func number(_ number: Int) throws(Refusal) -> Self {
    guard let found = Self(rawValue: number) else {
      throw Refusal(
        .badRequest, "\(number) is not a valid \(typeName)",
        reason: "\(number) is not a \(typeName); known: \(known)")
    }
    return found
  }

  private static var known: String {
    allCases.map { "\($0.rawValue) \($0.name)" }.joined(separator: ", ")
  }
}
