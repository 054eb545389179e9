public import JSON
import ServiceAnswers

/// What an element of type ``JobType/list`` found: directories, each with what is in it.
public struct Listing: Sendable, Equatable {
  public struct Directory: Sendable, Equatable {
    public var path: String
    public var entries: [Entry]

    public init(_ path: String, _ entries: [Entry]) {
      self.path = path
      self.entries = entries
    }
  }

  /// A file or directory in a directory. The workqueue's documentation has bare names; workers send
  /// objects.
  public struct Entry: Sendable, Equatable {
    public var name: String
    /// All that is told beside the name, under the names of POSIX: `st_size`, `st_mode`, …
    public var attributes: JSONObject

    /// - Parameters:
    ///   - size: bytes.
    ///   - mode: type and permissions as POSIX has them, for example `0o100644` for a file.
    public init(_ name: String, size: Int? = nil, mode: Int? = nil) {
      self.name = name
      attributes = JSONObject()
      attributes["st_size"] = size.map { .number(JSONNumber($0)) }
      attributes["st_mode"] = mode.map { .number(JSONNumber($0)) }
    }

    /// Bytes; nil when only the name is known.
    public var size: Int? { attributes["st_size"]?.int }
    /// Type and permissions as POSIX has them; nil when only the name is known.
    public var mode: Int? { attributes["st_mode"]?.int }
    /// Nil when only the name is known.
    public var isDirectory: Bool? { mode.map { $0 & 0o170000 == 0o040000 } }
  }

  public var directories: [Directory]

  public init(_ directories: [Directory]) { self.directories = directories }

  /// What is in the directory of that path.
  public subscript(path: String) -> [Entry]? { directories.first { $0.path == path }?.entries }
}

extension Listing {
  init?(optional answer: Answer?) throws(UnreadableAnswer) {
    guard let answer else { return nil }
    directories = []
    switch answer.value {
    case .object: try add(answer)
    case .array:
      // The workqueue's documentation has a list of objects in elements, and an object in output.
      for part in try answer.elements() { try add(part) }
    default: throw answer.unexpected("object or array")
    }
  }

  private mutating func add(_ answer: Answer) throws(UnreadableAnswer) {
    guard let object = answer.value.object else { throw answer.unexpected("object") }
    for member in object.members {
      let content = Answer(member.value, at: answer.path.appending(member.key))
      var entries: [Entry] = []
      for entry in try content.elements() { entries.append(try Entry(entry)) }
      directories.append(Directory(member.key, entries))
    }
  }

  var json: JSONValue {
    .object(
      JSONObject(
        directories.map { directory in
          .init(key: directory.path, value: .array(directory.entries.map(\.json)))
        }))
  }
}

extension Listing.Entry {
  fileprivate init(_ answer: Answer) throws(UnreadableAnswer) {
    switch answer.value {
    case .string(let name): self.init(name)
    case .object(var members):
      self.init(try answer.member("name").string())
      members["name"] = nil
      attributes = members
    default: throw answer.unexpected("string or object")
    }
  }

  fileprivate var json: JSONValue {
    if attributes.isEmpty { return .string(name) }
    var object = JSONObject([.init(key: "name", value: .string(name))])
    for member in attributes.members { object.append(member.key, member.value) }
    return .object(object)
  }
}
