import Testing

@testable import understudy

@Suite struct `The brokers of serve --amqp` {
  @Test(arguments: [
    ("amqp://u:p@h/v", ["amqp://u:p@h/v"]),
    ("amqp://u:p@h:1/v,i,j:2", ["amqp://u:p@h:1/v", "amqp://u:p@i/v", "amqp://u:p@j:2/v"]),
    ("amqp://u:p@h,i:1/v", ["amqp://u:p@h/v", "amqp://u:p@i:1/v"]),
    (
      "amqp://u:p@h/v,amqp://w:q@i/o,k",
      ["amqp://u:p@h/v", "amqp://w:q@i/o", "amqp://u:p@k/v"]
    ),
    ("amqp://h", ["amqp://h"]), ("amqp://h,i", ["amqp://h", "amqp://i"]),
  ])
  func `are read, those behind the first with its login`(text: String, urls: [String]) throws {
    #expect(try BrokerURLs.read(text) == urls)
  }

  @Test(arguments: [
    ("foo", "--amqp takes amqp://USER:PASSWORD@HOST/VHOST[,HOST…], not \"foo\""),
    ("http://h/v", "--amqp: http://h/v is no address of a broker: http is not amqp"),
    ("amqp://u:p@h:x/v", "--amqp: amqp://u:…@h:x/v is no address of a broker: x is no port"),
    ("amqp://u:p@h/v,", "--amqp: amqp://u:…@/v is no address of a broker: it names no host"),
  ])
  func `are refused without their password`(text: String, message: String) throws {
    let failure = try #require(throws: CommandFailure.self) { try BrokerURLs.read(text) }
    #expect(failure.code == .badInput && failure.message == message)
  }
}
