package import JSON

/// A value in an answer, with the place where it stands.
package struct Answer {
  package let value: JSONValue
  package let path: JSONPointer

  package init(_ value: JSONValue, at path: JSONPointer = JSONPointer()) {
    self.value = value
    self.path = path
  }
}

/// Why an answer is not what was expected.
package struct UnreadableAnswer: Error {
  package let path: JSONPointer
  package let reason: String

  package init(path: JSONPointer, reason: String) {
    self.path = path
    self.reason = reason
  }
}

/// What can be made of an answer.
package protocol AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer)
}

extension Answer {
  /// The body of an answer, whatever it says.
  package init(body: [UInt8]) throws(UnreadableAnswer) {
    do throws(JSONError) {
      self.init(try JSONReader.value(of: body))
    } catch {
      let reason = body.isEmpty ? "the body is empty" : "not JSON at \(error)"
      throw UnreadableAnswer(path: JSONPointer(), reason: reason)
    }
  }

  package func unexpected(_ wanted: String) -> UnreadableAnswer {
    UnreadableAnswer(path: path, reason: "expected \(wanted), found \(value.typeName)")
  }

  /// The member of that name; null counts as there.
  package func member(_ key: String) throws(UnreadableAnswer) -> Answer {
    guard case .object(let object) = value else { throw unexpected("object") }
    guard let member = object[key] else {
      throw UnreadableAnswer(path: path, reason: "there is no member \"\(key)\"")
    }
    return Answer(member, at: path.appending(key))
  }

  /// The member of that name, unless it is absent or null.
  package func optional(_ key: String) throws(UnreadableAnswer) -> Answer? {
    guard case .object(let object) = value else { throw unexpected("object") }
    guard let member = object[key], member != .null else { return nil }
    return Answer(member, at: path.appending(key))
  }

  package func elements() throws(UnreadableAnswer) -> [Answer] {
    guard let elements = value.array else { throw unexpected("array") }
    return elements.enumerated().map { Answer($1, at: path.appending($0)) }
  }

  package func int() throws(UnreadableAnswer) -> Int {
    guard let int = value.int else {
      throw value.typeName == "number"
        ? UnreadableAnswer(path: path, reason: "\(value) is no integer of 64 bits")
        : unexpected("integer")
    }
    return int
  }

  package func double() throws(UnreadableAnswer) -> Double {
    guard case .number(let number) = value else { throw unexpected("number") }
    return number.double
  }

  package func bool() throws(UnreadableAnswer) -> Bool {
    guard let bool = value.bool else { throw unexpected("boolean") }
    return bool
  }

  package func object() throws(UnreadableAnswer) -> JSONObject {
    guard let object = value.object else { throw unexpected("object") }
    return object
  }

  package func string() throws(UnreadableAnswer) -> String {
    guard let string = value.string else { throw unexpected("string") }
    return string
  }
}

extension Array: AnswerDecodable where Element: AnswerDecodable {
  package init(_ answer: Answer) throws(UnreadableAnswer) {
    self = []
    for element in try answer.elements() { append(try Element(element)) }
  }
}

extension String: AnswerDecodable {
  package init(_ answer: Answer) throws(UnreadableAnswer) { self = try answer.string() }
}
