import JSON
import MockSupport
import Testing

/// An entry of `Cases/schema.json`.
struct SchemaCase: Sendable, CustomTestStringConvertible {
  let value: JSONValue

  var testDescription: String { String((value["schema"] ?? .null).description.prefix(80)) }

  static func all(_ list: String) -> [SchemaCase] {
    let file = try? JSONReader.value(of: Repository.bytes("Tests/JSONTests/Cases/schema.json"))
    return (file?[list]?.array ?? []).map(SchemaCase.init)
  }

  func schema() throws -> JSONValue { try #require(value["schema"]) }
}

@Suite struct `A JSON Schema` {
  @Test(arguments: SchemaCase.all("schemas"))
  func `says of each value whether and where it does not fit`(example: SchemaCase) throws {
    let schema = try JSONSchema(example.schema())
    for value in example.value["valid"]?.array ?? [] {
      #expect(schema.failure(of: value) == nil, "\(value)")
      #expect(schema.isValid(value))
    }
    for entry in try #require(example.value["invalid"]?.array) {
      let value = try #require(entry["value"])
      #expect(schema.failure(of: value)?.description == entry["failure"]?.string)
      #expect(!schema.isValid(value))
    }
  }

  @Test(arguments: SchemaCase.all("refused"))
  func `that is none is refused with place and reason`(example: SchemaCase) throws {
    let schema = try example.schema()
    let error = try #require(throws: JSONSchemaError.self) { try JSONSchema(schema) }
    #expect(error.description == example.value["error"]?.string)
  }

  @Test func `may refer to documents that are given with it`() throws {
    let uri = "http://example.org/count.json"
    let schema = try JSONSchema(
      ["items": ["$ref": .string(uri + "#/$defs/count")]],
      remotes: [uri: ["$defs": ["count": ["minimum": 0]]]])
    #expect(schema.isValid([0, 1]))
    #expect(schema.failure(of: [0, -1])?.description == "/1: -1 breaks minimum 0")
  }

  @Test func `is of the draft that it names itself`() throws {
    let uri = "http://json-schema.org/draft-07/schema#"
    let old = try JSONSchema(["$schema": .string(uri), "items": [false]], draft: .draft2020)
    #expect(!old.isValid([1]))
    #expect(throws: JSONSchemaError.self) { try JSONSchema(["items": [false]]) }
  }
}
