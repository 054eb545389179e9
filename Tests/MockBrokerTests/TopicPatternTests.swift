import JSON
import MockBroker
import MockSupport
import Testing

@Suite struct TopicPatternTests {
  static let cases: [JSONValue] =
    (try? JSONReader.value(of: Repository.bytes("Tests/MockBrokerTests/topics.json")))?.array ?? []

  @Test func `there are cases`() { #expect(Self.cases.count > 10) }

  @Test(arguments: cases)
  func `a pattern lets in the keys it describes`(_ value: JSONValue) {
    let pattern = TopicPattern(value["pattern"]?.string ?? "")
    for key in value["in"]?.array?.compactMap(\.string) ?? [] {
      #expect(pattern.matches(key), "\(key)")
    }
    for key in value["out"]?.array?.compactMap(\.string) ?? [] {
      #expect(!pattern.matches(key), "\(key)")
    }
  }
}
