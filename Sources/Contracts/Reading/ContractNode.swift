import JSON

/// A value of a contract file that knows where it stands, so that every complaint has a place.
struct ContractNode: Sendable {
  let file: ContractFile
  /// The way here, which is put together only for who asks: nearly no node is complained of.
  private let trail: Trail
  let value: JSONValue

  private indirect enum Trail: Sendable {
    case start(JSONPointer)
    case step(Trail, JSONPointer.Step)
  }

  init(file: ContractFile, pointer: JSONPointer, value: JSONValue) {
    self.init(file, .start(pointer), value)
  }

  private init(_ file: ContractFile, _ trail: Trail, _ value: JSONValue) {
    self.file = file
    self.trail = trail
    self.value = value
  }

  private func at(_ step: JSONPointer.Step, _ value: JSONValue) -> ContractNode {
    ContractNode(file, .step(trail, step), value)
  }

  var pointer: JSONPointer {
    var steps: [JSONPointer.Step] = []
    var rest = trail
    while true {
      switch rest {
      case .start(let start): return JSONPointer(start.steps + steps.reversed())
      case .step(let before, let step):
        steps.append(step)
        rest = before
      }
    }
  }

  func error(_ reason: String, atKey: Bool = false) -> ContractError {
    ContractError(
      file: file.name,
      location: file.location(of: pointer, ofKey: atKey),
      reason: reason)
  }

  var location: SourceLocation { error("").location }

  // MARK: Steps

  /// The member of this name, when there is one.
  subscript(key: String) -> ContractNode? {
    value[key].map { at(.member(key), $0) }
  }

  /// The member of this name, unless it is missing or null.
  func given(_ key: String) -> ContractNode? {
    guard let node = self[key], node.value != .null else { return nil }
    return node
  }

  func required(_ key: String, in owner: String) throws(ContractError) -> ContractNode {
    _ = try object(owner)
    guard let node = self[key] else { throw error("\(owner) needs a member \"\(key)\"") }
    return node
  }

  func members(_ what: String) throws(ContractError) -> [(key: String, node: ContractNode)] {
    try object(what).members.map { ($0.key, at(.member($0.key), $0.value)) }
  }

  func elements(_ what: String) throws(ContractError) -> [ContractNode] {
    guard let elements = value.array else { throw wrongType(what, "an array") }
    return elements.enumerated().map { at(.element($0.offset), $0.element) }
  }

  // MARK: Plain values

  func string(_ what: String) throws(ContractError) -> String {
    guard let text = value.string else { throw wrongType(what, "a string") }
    return text
  }

  func bool(_ what: String) throws(ContractError) -> Bool {
    guard let flag = value.bool else { throw wrongType(what, "true or false") }
    return flag
  }

  func int(_ what: String, in range: ClosedRange<Int>) throws(ContractError) -> Int {
    guard let number = value.int else { throw wrongType(what, "a whole number") }
    guard range.contains(number) else {
      throw error(
        "\(what) must be from \(range.lowerBound) to \(range.upperBound), found \(number)")
    }
    return number
  }

  func object(_ what: String) throws(ContractError) -> JSONObject {
    guard let object = value.object else { throw wrongType(what, "an object") }
    return object
  }

  func wrongType(_ what: String, _ expected: String) -> ContractError {
    error("\(what) must be \(expected), found \(found)")
  }

  private var found: String {
    switch value {
    case .null, .bool: value.description
    case .number(let number): number.text
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension Array {
  /// `map` whose error keeps its type inside functions with typed throws.
  func mapping<Result, Failure: Error>(
    _ transform: (Element) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(count)
    for element in self { results.append(try transform(element)) }
    return results
  }
}
