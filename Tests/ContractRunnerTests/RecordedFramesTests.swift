import Contracts
import JSON
import Testing

@testable import ContractRunner

@Suite struct `Recorded frames of AMQP` {
  private static func publish(_ key: String, channel: Int = 1, from side: String = "client")
    -> String
  {
    let name = side == "client" ? "basic.publish" : "basic.deliver"
    return #"{"from": "\#(side)", "channel": \#(channel), "frame": "\#(name)", "link": 1, "#
      + #""args": {"exchange": "x", "routing-key": "\#(key)", "mandatory": true}}"#
  }

  private static func header(
    _ size: Int, channel: Int = 1, from side: String = "client"
  ) -> String {
    #"{"from": "\#(side)", "channel": \#(channel), "frame": "header", "link": 1, "args": "#
      + #"{"body-size": \#(size), "properties": {"content-type": "text/plain", "delivery-mode": 2}}}"#
  }

  private static func body(
    _ member: String, channel: Int = 1, from side: String = "client"
  ) -> String {
    #"{"from": "\#(side)", "channel": \#(channel), "frame": "body", "link": 1, \#(member)}"#
  }

  /// Routing key and contents of each message.
  private static func messages(_ frames: [String]) throws -> [String] {
    try read(frames).messages.map {
      "\($0.message.metadata["routingKey"] ?? .null) "
        + String(decoding: $0.message.contents, as: UTF8.self)
    }
  }

  private static func read(_ frames: [String]) throws -> Recording {
    try Recording(
      Array("{\"frames\": [\(frames.joined(separator: ",\n"))]}".utf8), name: "r.json")
  }

  @Test func `are the messages that the client published`() throws {
    let recording = try Self.read([
      Self.publish("k"), Self.header(5), Self.body(#""body_text": "hello""#),
      Self.publish("echo", from: "server"), Self.header(1, from: "server"),
      Self.body(#""body_text": "x""#, from: "server"),
    ])
    #expect(recording.passedOver.isEmpty && recording.exchanges.isEmpty)
    let sending = try #require(recording.messages.first)
    #expect(recording.messages.count == 1)
    #expect(sending.place == "r.json:1:1")
    #expect(sending.message.contentType == "text/plain")
    #expect(
      sending.message.metadata == [
        "exchange": "x", "routingKey": "k", "contentType": "text/plain", "deliveryMode": 2,
        "mandatory": true,
      ])
  }

  @Test func `are put together across frames and channels`() throws {
    #expect(
      try Self.messages([
        Self.publish("a"), Self.publish("b", channel: 2), Self.header(6),
        Self.header(0, channel: 2), Self.body(#""body_text": "one""#),
        Self.publish("c", channel: 2),
        Self.header(7, channel: 2), Self.body(#""body_base64": "dHdv""#),
        Self.body(#""body": {"n": 1}"#, channel: 2), Self.publish("cut"), Self.header(9),
        Self.body(#""body_text": "cut""#),
      ]) == [#""a" onetwo"#, #""b" "#, #""c" {"n":1}"#])
  }

  @Test func `are those that the client got, where it published none`() throws {
    #expect(
      try Self.messages([
        Self.publish("k", from: "server"), Self.header(5, from: "server"),
        Self.body(#""body_text": "hello""#, from: "server"),
      ]) == [#""k" hello"#])
  }

  @Test func `name a body that can't be read`() throws {
    let error = try #require(throws: RecordingError.self) {
      try Self.messages([Self.publish("k"), Self.header(5), Self.body(#""bytes": "x""#)])
    }
    #expect(
      error.description
        == "r.json:1:1: a frame \"body\" needs a \"body\", a \"body_text\", or a \"body_base64\" in base 64"
    )
  }

  @Test func `are judged by the contract, and counted`() throws {
    let contract = try Written.contract([
      #"{"type": "Asynchronous/Messages", "description": "greets", "contents": {"content": "hello", "#
        + #""contentType": "text/plain"}, "metadata": {"routingKey": "k"}}"#,
      #"{"type": "Asynchronous/Messages", "description": "parts", "contents": {"content": "bye", "#
        + #""contentType": "text/plain"}, "metadata": {"routingKey": "z"}}"#,
    ])
    func inquest(_ text: String) throws -> Inquest {
      Inquest(
        [contract],
        [
          try Self.read([
            Self.publish("k"), Self.header(5), Self.body(#""body_text": "\#(text)""#),
          ])
        ])
    }
    let fine = try inquest("hello")
    #expect(fine.messages == 1 && fine.accepted == 1 && !fine.isBroken(isStrict: true))
    #expect(fine.coverage.messages.map(\.seen) == [1, 0])
    let broken = try inquest("hallo")
    #expect(broken.broken == 1 && broken.isBroken(isStrict: false))
    let text = InquestReport.text(broken, isStrict: false)
    #expect(text.contains("✗ message exchange=x routingKey=k\n    at    r.json:1:1\n"))
    #expect(text.contains("greets  -\nparts   -\nmessages: 2 in the contract, 0 recorded\n"))
    #expect(
      text.hasSuffix("0 exchanges and 1 messages judged: 0 accepted, 1 broken, 0 not covered\n"))
  }
}
