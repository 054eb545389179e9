import HTTPMessage
import JSON

/// What can be asked: an object with the name of an operation as `op`.
enum Conformance {
  /// The answer to a line; `{"skip": REASON}` when it can't be given.
  static func answer(_ line: [UInt8]) -> [UInt8] {
    let answer: JSONValue
    do {
      let question = try JSONReader.value(of: line)
      switch question["op"]?.string {
      case "parse": answer = parse(question)
      case "jsonpath": answer = jsonPath(question)
      case "pact": answer = pact(question)
      case "remotes": answer = remotes(question)
      case "schema": answer = schema(question)
      case let other: answer = ["skip": .string("unknown op: \(other ?? "none")")]
      }
    } catch {
      answer = ["skip": .string("no question: \(error)")]
    }
    return JSONWriter.compact(answer)
  }

  /// Whether bytes, given in base 64, are one JSON text.
  private static func parse(_ question: JSONValue) -> JSONValue {
    guard let bytes = question["base64"]?.string.flatMap({ Base64.decode($0) }) else {
      return ["skip": "parse needs base64"]
    }
    return ["ok": .bool((try? JSONReader.value(of: bytes)) != nil)]
  }
}
