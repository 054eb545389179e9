import JSON
import ServiceAnswers

/// A value that has a name towards users and a number towards workers (the enums of the workqueue's
/// documentation). A service that is newer than this client may have more of them; such a value is
/// `unknown`, and only calls that need to know it can't go on.
public protocol WorkqueueCode: Sendable, Hashable, CustomStringConvertible {
  /// The documented values, in the order of their numbers, which begin with 0.
  static var documented: [Self] { get }
  /// Upper-case, as the service writes it.
  var name: String { get }
  static func unknown(_ name: String) -> Self
}

extension WorkqueueCode {
  /// The value of that name, in any case; the digits of a number do, too.
  public init(name: String) {
    let upper = name.uppercased()
    if let value = Self.documented.first(where: { $0.name == upper }) {
      self = value
    } else if let number = Int(name) {
      self.init(number: number)
    } else {
      self = .unknown(name)
    }
  }

  /// The value of that number.
  public init(number: Int) {
    self =
      Self.documented.indices.contains(number)
      ? Self.documented[number] : .unknown(String(number))
  }

  /// The documented number; nil for an unknown value.
  public var number: Int? { Self.documented.firstIndex(of: self) }

  public var description: String { name }

  /// The number, as the Python client sends it; for an unknown value, the text it came with.
  var json: JSONValue {
    number.map { .number(JSONNumber($0)) }
      ?? (Int(name).map { .number(JSONNumber($0)) } ?? .string(name))
  }
}

/// What a job or an element does.
public enum JobType: WorkqueueCode {
  case list
  case copy
  case remove
  case rename
  case mkdir
  case unknown(String)

  public static let documented: [JobType] = [.list, .copy, .remove, .rename, .mkdir]

  public var name: String {
    switch self {
    case .list: "LIST"
    case .copy: "COPY"
    case .remove: "REMOVE"
    case .rename: "RENAME"
    case .mkdir: "MKDIR"
    case .unknown(let name): name
    }
  }
}

/// How far a job or an element is.
public enum JobStatus: WorkqueueCode {
  /// Waits for a worker. The workqueue's documentation shows a job that was just registered as
  /// ``submitted``.
  case new
  case done
  /// The last attempt went wrong; the element is tried again unless its tries are used up.
  case failed
  /// Handed to a worker.
  case submitted
  /// A worker has told how far it is.
  case running
  case unknown(String)

  public static let documented: [JobStatus] = [.new, .done, .failed, .submitted, .running]

  public var name: String {
    switch self {
    case .new: "NEW"
    case .done: "DONE"
    case .failed: "FAILED"
    case .submitted: "SUBMITTED"
    case .running: "RUNNING"
    case .unknown(let name): name
    }
  }
}

/// How files are reached.
public enum JobProtocol: WorkqueueCode {
  case gridFTP
  case ssh
  case dummy
  case unknown(String)

  public static let documented: [JobProtocol] = [.gridFTP, .ssh, .dummy]

  public var name: String {
    switch self {
    case .gridFTP: "GRIDFTP"
    case .ssh: "SSH"
    case .dummy: "DUMMY"
    case .unknown(let name): name
    }
  }
}

extension Answer {
  /// A code by its name or its number: users see names, workers numbers.
  func code<Code: WorkqueueCode>() throws(UnreadableAnswer) -> Code {
    if let name = value.string { return Code(name: name) }
    if let number = value.int { return Code(number: number) }
    throw unexpected("name or number")
  }
}
