import JSON

/// A value in an answer, with the place where it stands.
struct Answer {
  let value: JSONValue
  let path: JSONPointer

  init(_ value: JSONValue, at path: JSONPointer = JSONPointer()) {
    self.value = value
    self.path = path
  }
}

/// Why an answer is not what was expected.
struct UnreadableAnswer: Error {
  let path: JSONPointer
  let reason: String
}

/// What can be made of an answer.
protocol AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer)
}

extension Answer {
  func unexpected(_ wanted: String) -> UnreadableAnswer {
    UnreadableAnswer(path: path, reason: "expected \(wanted), found \(value.typeName)")
  }

  /// The member of that name; null counts as there.
  func member(_ key: String) throws(UnreadableAnswer) -> Answer {
    guard case .object(let object) = value else { throw unexpected("object") }
    guard let member = object[key] else {
      throw UnreadableAnswer(path: path, reason: "there is no member \"\(key)\"")
    }
    return Answer(member, at: path.appending(key))
  }

  /// The member of that name, unless it is absent or null.
  func optional(_ key: String) throws(UnreadableAnswer) -> Answer? {
    guard case .object(let object) = value else { throw unexpected("object") }
    guard let member = object[key], member != .null else { return nil }
    return Answer(member, at: path.appending(key))
  }

  func elements() throws(UnreadableAnswer) -> [Answer] {
    guard let elements = value.array else { throw unexpected("array") }
    return elements.enumerated().map { Answer($1, at: path.appending($0)) }
  }

  func int() throws(UnreadableAnswer) -> Int {
    guard let int = value.int else {
      throw value.typeName == "number"
        ? UnreadableAnswer(path: path, reason: "\(value) is no integer of 64 bits")
        : unexpected("integer")
    }
    return int
  }

  func double() throws(UnreadableAnswer) -> Double {
    guard case .number(let number) = value else { throw unexpected("number") }
    return number.double
  }

  func string() throws(UnreadableAnswer) -> String {
    guard let string = value.string else { throw unexpected("string") }
    return string
  }

  /// A code by its name or its number: users see names, workers numbers.
  func code<Code: WorkqueueCode>() throws(UnreadableAnswer) -> Code {
    if let name = value.string { return Code(name: name) }
    if let number = value.int { return Code(number: number) }
    throw unexpected("name or number")
  }
}

extension Array: AnswerDecodable where Element: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    self = []
    for element in try answer.elements() { append(try Element(element)) }
  }
}

extension String: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) { self = try answer.string() }
}
