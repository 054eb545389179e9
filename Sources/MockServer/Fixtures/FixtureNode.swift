public import JSON

/// A value in a fixture that knows where it stands, so that what is wrong with it can be shown.
public struct FixtureNode: Sendable {
  let file: FixtureFile
  let pointer: JSONPointer
  public let value: JSONValue

  init(file: FixtureFile, pointer: JSONPointer, value: JSONValue) {
    self.file = file
    self.pointer = pointer
    self.value = value
  }

  /// An error that points here.
  public func error(_ message: String) -> FixtureError {
    let place = pointer.steps.isEmpty ? "" : " at \(pointer)"
    return FixtureError(
      source: file.name, location: file.location(of: pointer), message: message + place,
      pointer: pointer)
  }

  func keyError(_ key: String, _ message: String) -> FixtureError {
    let place = pointer.appending(key)
    return FixtureError(
      source: file.name, location: file.location(of: place, ofKey: true),
      message: "\(message) at \(place)", pointer: place)
  }

  /// The error of a member whose name is none of those that are known here.
  public func unknownKey(_ key: String, among known: [String]) -> FixtureError {
    keyError(key, "unknown key \"\(key)\"" + Suggestion.hint(for: key, among: known))
  }

  /// A member for messages; null when it is absent.
  func member(_ key: String) -> FixtureNode {
    FixtureNode(file: file, pointer: pointer.appending(key), value: value[key] ?? .null)
  }

  private func mismatch(_ wanted: String) -> FixtureError {
    error("expected \(wanted), found \(value.typeName)")
  }

  public func string() throws(FixtureError) -> String {
    guard let text = value.string else { throw mismatch("a string") }
    return text
  }

  public func int() throws(FixtureError) -> Int {
    guard let number = value.int else { throw mismatch("an integer") }
    return number
  }

  public func int(in range: ClosedRange<Int>) throws(FixtureError) -> Int {
    let number = try int()
    guard range.contains(number) else {
      throw error("\(number) is not between \(range.lowerBound) and \(range.upperBound)")
    }
    return number
  }

  public func number() throws(FixtureError) -> JSONNumber {
    guard case .number(let number) = value else { throw mismatch("a number") }
    return number
  }

  public func bool() throws(FixtureError) -> Bool {
    guard let flag = value.bool else { throw mismatch("true or false") }
    return flag
  }

  /// A UTC time, as `2012-03-21T13:35:00`.
  public func timestamp() throws(FixtureError) -> Timestamp {
    guard let time = Timestamp(iso8601: try string()) else {
      throw error("expected a UTC time as 2012-03-21T13:35:00")
    }
    return time
  }

  public func array() throws(FixtureError) -> [FixtureNode] {
    guard let elements = value.array else { throw mismatch("an array") }
    return elements.enumerated().map { place, element in
      FixtureNode(file: file, pointer: pointer.appending(place), value: element)
    }
  }

  public func strings() throws(FixtureError) -> [String] {
    var texts: [String] = []
    for element in try array() { texts.append(try element.string()) }
    return texts
  }

  /// The members in order, for an object whose names are data.
  public func members() throws(FixtureError) -> [(key: String, node: FixtureNode)] {
    guard let object = value.object else { throw mismatch("an object") }
    return object.members.map {
      ($0.key, FixtureNode(file: file, pointer: pointer.appending($0.key), value: $0.value))
    }
  }

  /// One of a fixed set of words.
  public func word<Word>(_ words: [String: Word]) throws(FixtureError) -> Word {
    let text = try string()
    guard let word = words[text] else {
      throw error(
        "\"\(text)\" is not known here" + Suggestion.hint(for: text, among: Array(words.keys)))
    }
    return word
  }

  /// Reads an object whose names are fixed: `body` asks for the members, and a member it has not
  /// asked for is an error with a suggestion. `$schema` is always allowed.
  public func object<Result>(
    _ body: (inout FixtureObject) throws(FixtureError) -> Result
  ) throws(FixtureError) -> Result {
    guard let members = value.object else { throw mismatch("an object") }
    var object = FixtureObject(node: self, members: members)
    let result = try body(&object)
    try object.finish()
    return result
  }
}

/// An object being read: remembers which members were asked for.
public struct FixtureObject {
  private let node: FixtureNode
  private let members: JSONObject
  private var asked: [String] = []

  init(node: FixtureNode, members: JSONObject) {
    self.node = node
    self.members = members
  }

  /// The member of this name.
  ///
  /// - Throws: ``FixtureError`` when it is absent.
  public mutating func required(_ key: String) throws(FixtureError) -> FixtureNode {
    if let member = optional(key) { return member }
    let others = members.keys.filter { !asked.contains($0) }
    if let misspelt = Suggestion.closest(to: key, among: others) {
      throw node.keyError(misspelt, "unknown key \"\(misspelt)\"; did you mean \"\(key)\"?")
    }
    throw node.error("\"\(key)\" is missing")
  }

  /// The member of this name, or nil when it is absent.
  public mutating func optional(_ key: String) -> FixtureNode? {
    asked.append(key)
    return members[key].map {
      FixtureNode(file: node.file, pointer: node.pointer.appending(key), value: $0)
    }
  }

  /// The member of this name, or nil when it is absent or null.
  public mutating func nullable(_ key: String) -> FixtureNode? {
    guard let member = optional(key), member.value != .null else { return nil }
    return member
  }

  /// The names of all members that are not null.
  var givenKeys: [String] { members.members.filter { $0.value != .null }.map(\.key) }

  /// Whether a member was asked for already.
  func hasAsked(for key: String) -> Bool { asked.contains(key) }

  /// An empty object in place of a member that is absent.
  func empty(_ key: String) -> FixtureNode {
    FixtureNode(file: node.file, pointer: node.pointer.appending(key), value: [:])
  }

  /// An error that points at the whole object.
  public func error(_ message: String) -> FixtureError { node.error(message) }

  fileprivate func finish() throws(FixtureError) {
    for member in members.members where !asked.contains(member.key) && member.key != "$schema" {
      throw node.keyError(
        member.key,
        "unknown key \"\(member.key)\"" + Suggestion.hint(for: member.key, among: asked))
    }
  }
}
