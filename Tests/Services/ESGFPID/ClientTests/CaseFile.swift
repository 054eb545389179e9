import JSON
import MockSupport
import Testing

/// One entry of a file in `Cases`.
struct Case: Sendable, CustomTestStringConvertible {
  let value: JSONValue

  var testDescription: String { value["name"]?.string ?? String("\(value)".prefix(90)) }

  static func all(_ file: String) -> [Case] {
    let path = "Tests/Services/ESGFPID/ClientTests/Cases/\(file).json"
    return ((try? JSONReader.value(of: Repository.bytes(path)))?.array ?? []).map(Case.init)
  }

  func text(_ key: String) throws -> String { try #require(value[key]?.string) }
}
