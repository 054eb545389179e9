import Contracts
import JSON
import Testing

@testable import ContractRunner

@Suite struct `A judge of messages` {
  private static func message(
    _ description: String, topic: String, _ content: String, rules: String = "{}"
  ) -> String {
    #"{"type": "Asynchronous/Messages", "description": "\#(description)", "#
      + #""contents": {"content": \#(content), "contentType": "application/json"}, "#
      + #""metadata": {"contentType": "application/json", "topic": "\#(topic)"}, "#
      + #""matchingRules": {"body": \#(rules)}}"#
  }

  private static func shop() throws -> Contract {
    try Written.contract([
      message(
        "an item is added", topic: "items", #"{"name": "x", "price": 1, "shop": "s"}"#,
        rules: #"{"$.name": {"matchers": [{"match": "type"}]}}"#),
      message("an item is sold", topic: "sales", #"{"item": "x", "buyer": "b", "by": "c"}"#),
      Written.interaction("reads a"),
    ])
  }

  private static func sent(
    _ content: String, topic: String? = "items", type: String? = "application/json"
  ) -> SentMessage {
    var metadata = JSONObject()
    metadata["topic"] = topic.map { .string($0) }
    metadata["contentType"] = type.map { .string($0) }
    return SentMessage(contents: Array(content.utf8), contentType: type, metadata: metadata)
  }

  /// The verdict in words: the places covered, or the near misses with their differences.
  private static func verdict(_ message: SentMessage) throws -> String {
    switch MessageJudge(try shop()).judge(message) {
    case .covered(let places): "covered \(places)"
    case .uncovered: "uncovered"
    case .answerDiffers: "an answer differs"
    case .breach(let misses):
      misses.map { miss in
        "\(miss.interaction.description): "
          + miss.mismatches.map(\.words).joined(separator: "; ")
      }.joined(separator: " | ")
    }
  }

  @Test func `finds the message that it is, with more than the contract asks for`() throws {
    #expect(
      try Self.verdict(Self.sent(#"{"name": "y", "price": 1, "shop": "s", "more": 1}"#))
        == "covered [0]")
  }

  @Test func `finds one broken that goes where a message of the contract goes`() throws {
    let verdict = try Self.verdict(Self.sent(#"{"name": 7}"#))
    #expect(verdict.hasPrefix("an item is added: "))
    #expect(verdict.contains("$.price: expected 1 (integer), got nothing"))
    #expect(verdict.contains("$.name: "))
  }

  @Test func `finds one broken that goes elsewhere, but is a message of the contract`() throws {
    #expect(
      try Self.verdict(Self.sent(#"{"name": "y", "price": 1, "shop": "t"}"#, topic: "itms"))
        .hasPrefix("an item is added: metadata topic: expected \"items\" (string), got \"itms\""))
  }

  @Test(arguments: [
    #"{"a": 1}"#, "hello", #"{"name": 7}"#, "[]",
  ])
  func `does not cover what resembles no message of the contract`(content: String) throws {
    #expect(try Self.verdict(Self.sent(content, topic: "weather")) == "uncovered")
    #expect(try Self.verdict(Self.sent(content, topic: nil)) == "uncovered")
  }

  @Test func `tells a trial, which counts messages beside requests`() throws {
    let trial = Trial(try Self.shop())
    trial.take(Self.sent(#"{"name": "y", "price": 1, "shop": "s"}"#))
    trial.take(Self.sent(#"{"name": 7}"#))
    trial.take(Self.sent(#"{"name": 7}"#))
    trial.take(Self.sent("hello", topic: "weather"))
    #expect(trial.messages == 4 && trial.exchanges == 0)
    #expect(trial.exercised == [0])
    #expect(
      trial.findings.map { "\($0.title) \($0.count) \($0.isBreach)" } == [
        "message topic=items 2 true", "message topic=weather 1 false",
      ])
    #expect(trial.isBroken(isStrict: false))
    let text = CheckReport.text(trial, isStrict: false)
    #expect(text.contains("✗ message topic=items"))
    #expect(
      text.hasSuffix(
        "shop.json: 0 requests, 4 messages, 1 interactions exercised, 1 broken, 1 not covered\n"))
  }
}
