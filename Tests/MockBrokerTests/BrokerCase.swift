import AMQPSupport
import JSON
import MockBroker
import MockServer
import MockSupport
import Testing

/// A conversation of clients with a broker, as a file holds it. Most are true of RabbitMQ as well, which
/// `Tests/Interop/amqp_cases.py` proves with the same files.
///
///     { "name": …, "connections": { "a": [1] }, "mock": true, "steps": [
///       { "on": "a", "send": [ [channel, method, {…}, {…}] ], "expect": […], "leave": true } ] }
///
/// A connection is named with the channels that are open on it; null for one that has said nothing.
/// "closed" stands for its end. What a method's expectation does not name may be anything, and a text
/// that ends in `*` stands for all that begin so.
struct BrokerCase: Sendable, CustomTestStringConvertible {
  let name: String
  let value: JSONValue

  var testDescription: String { name }

  static let all: [BrokerCase] = Repository.names(in: "Tests/MockBrokerTests/Cases").flatMap {
    file in
    let text = Repository.bytes("Tests/MockBrokerTests/Cases/\(file)")
    let cases =
      (try? JSONReader.value(of: text))?.array ?? [["name": .string("\(file) is no JSON")]]
    return cases.map { BrokerCase(name: $0["name"]?.string ?? "", value: $0) }
  }

  /// Plays it; gives what differs, in words.
  func differences() throws -> [String] {
    let bench = try BrokerBench()
    let steps = value["steps"]?.array ?? []
    guard !steps.isEmpty else { return ["the case has no steps"] }
    for (name, channels) in value["connections"]?.object?.pairs ?? [("a", [1])] {
      bench.connect(name, channels: channels.array?.compactMap(\.int))
    }
    var differences: [String] = []
    for (place, step) in steps.enumerated() {
      let name = step["on"]?.string ?? "a"
      if step["leave"]?.bool == true { bench.leave(name) }
      for sent in [step["send"]?.array ?? []] where !sent.isEmpty { bench.send(sent, on: name) }
      guard let expected = step["expect"]?.array else { continue }
      var answers = bench.take(name)
      // The end after a close need not be told.
      if answers.last == "closed", expected.last != "closed" { answers.removeLast() }
      if answers.count != expected.count || !zip(expected, answers).allSatisfy(Self.fits) {
        differences.append("step \(place): got \(answers), want \(expected)")
      }
    }
    return differences + bench.rest.map { "then came \($0)" }
  }

  private static func fits(_ expected: JSONValue, _ actual: JSONValue) -> Bool {
    switch (expected, actual) {
    case (.object(let members), .object(let others)):
      members.members.allSatisfy { member in
        others[member.key].map { fits(member.value, $0) } ?? false
      }
    case (.array(let elements), .array(let others)):
      elements.count <= others.count && zip(elements, others).allSatisfy(fits)
    case (.string(let text), .string(let other)) where text.hasSuffix("*"):
      other.hasPrefix(text.dropLast())
    default: expected == actual
    }
  }
}

extension JSONObject {
  fileprivate var pairs: [(String, JSONValue)] { members.map { ($0.key, $0.value) } }
}
