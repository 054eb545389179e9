import MockSupport
import Testing

@testable import JSON

/// `Cases/jsonpath.json`: queries over one document, and expressions.
private enum PathCases {
  static let file =
    (try? JSONReader.value(of: Repository.bytes("Tests/JSONTests/Cases/jsonpath.json"))) ?? .null

  static func all(_ list: String) -> [PathCase] { (file[list]?.array ?? []).map(PathCase.init) }
}

struct PathCase: Sendable, CustomTestStringConvertible {
  let value: JSONValue

  var testDescription: String {
    value["title"]?.string ?? String((value["query"] ?? value["pattern"]).description.prefix(60))
  }

  func text(_ key: String) throws -> String { try #require(value[key]?.string) }
  func texts(_ key: String) -> [String] { (value[key]?.array ?? []).compactMap(\.string) }
}

extension JSONValue? {
  fileprivate var description: String { self?.description ?? "" }
}

@Suite struct `A JSONPath query` {
  @Test(arguments: PathCases.all("found"))
  func `finds what its case says`(example: PathCase) throws {
    let document = try #require(PathCases.file["document"])
    let path = try JSONPath(example.text("query"))
    let nodes = try path.nodes(in: document)
    #expect(example.value["values"] != nil || example.value["paths"] != nil)
    if let values = example.value["values"] { #expect(.array(nodes.map(\.value)) == values) }
    if example.value["paths"] != nil {
      #expect(nodes.map(\.location.normalizedPath) == example.texts("paths"))
    }
    #expect(try path.values(in: document) == nodes.map(\.value))
  }

  @Test(arguments: PathCases.all("found"))
  func `gives paths that find the same value again`(example: PathCase) throws {
    let document = try #require(PathCases.file["document"])
    for node in try JSONPath(example.text("query")).nodes(in: document) {
      #expect(try JSONPath(node.location.normalizedPath).values(in: document) == [node.value])
    }
  }

  @Test(arguments: PathCases.all("refused"))
  func `that is none is refused with column and reason`(example: PathCase) throws {
    let query = try example.text("query")
    let error = try #require(throws: JSONPathError.self) { try JSONPath(query) }
    #expect(error.description == (try example.text("error")))
  }

  @Test(arguments: ["$[?" + String(repeating: "(", count: 5_000), nested(5_000)])
  func `that nests too deep is refused`(query: String) throws {
    let error = try #require(throws: JSONPathError.self) { try JSONPath(query) }
    #expect(error.reason == "nested deeper than 100 levels")
  }

  @Test func `that multiplies without end is given up`() throws {
    let wide = JSONValue.array((0..<200).map { .number(JSONNumber($0)) })
    let path = try JSONPath("$[?count($[?count($[?count($.*) > 0]) > 0]) > 0]")
    #expect(throws: JSONPathExhausted()) { try path.values(in: wide) }
  }

  @Test func `walks a document that nests as deep as the reader lets it`() throws {
    let depth = JSONReader.defaultMaximumDepth
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let document = try JSONReader.value(of: Array(text.utf8))
    #expect(try JSONPath("$..*").nodes(in: document).count == depth - 1)
  }

  private static func nested(_ depth: Int) -> String {
    "$" + String(repeating: "[?@", count: depth) + String(repeating: "]", count: depth)
  }
}

@Suite struct `An I-Regexp` {
  @Test(arguments: PathCases.all("regexps"))
  func `fits what its case says`(example: PathCase) throws {
    let regexp = try IRegexp(example.text("pattern"))
    for text in example.texts("whole") {
      #expect(regexp.matchesWhole(text), "\(text)")
      #expect(regexp.matchesPart(of: text), "\(text)")
    }
    for text in example.texts("part") {
      #expect(!regexp.matchesWhole(text), "\(text)")
      #expect(regexp.matchesPart(of: text), "\(text)")
    }
    for text in example.texts("none") { #expect(!regexp.matchesPart(of: text), "\(text)") }
  }

  @Test(arguments: PathCases.all("malformed"))
  func `that is none is refused with column and reason`(example: PathCase) throws {
    let pattern = try example.text("pattern")
    let error = try #require(throws: IRegexp.Malformed.self) { try IRegexp(pattern) }
    #expect("column \(error.column): \(error.reason)" == (try example.text("error")))
  }
}

@Suite struct `An exact number` {
  @Test(arguments: [
    "1 1.0 10e-1 0.1e1 100e-2", "0 -0 0.0 0e5 -0.00", "-12.5 -125e-1 -0.0125E+3",
    "18446744073709551617 1.8446744073709551617e19", "1e400 10e399",
  ])
  func `is the same in every spelling`(line: String) throws {
    let numbers = line.split(separator: " ").compactMap { JSONNumber(String($0)) }
    for number in numbers {
      #expect(number.exact == numbers[0].exact, "\(number.text)")
      #expect(!(number.exact < numbers[0].exact), "\(number.text)")
    }
  }

  @Test func `has the order of its value`() {
    let ascending = [
      "-1e99999999999999999999", "-12.5", "-12.25", "-1e-5", "0", "1e-400", "1e-5", "0.9", "1",
      "1.0000000000000000000001", "9", "10", "18446744073709551616", "18446744073709551617",
      "1e400",
    ].compactMap { JSONNumber($0) }
    for (place, number) in ascending.enumerated() {
      for other in ascending[(place + 1)...] {
        #expect(number.exact < other.exact, "\(number.text) < \(other.text)")
        #expect(!(other.exact < number.exact), "\(other.text) < \(number.text)")
      }
    }
  }
}
