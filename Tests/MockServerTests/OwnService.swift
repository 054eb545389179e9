import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

/// A service that fixtures alone describe, written in a test.
enum OwnService {
  /// Its files: `things` is the one collection where only its description is given.
  ///
  /// - Parameters:
  ///   - things: how the collection is served.
  ///   - more: further members of `service.json`, each with a comma behind it.
  ///   - records: seed files by their collection.
  static func files(
    things: String? = nil, collections: String? = nil, more: String = "",
    records: [String: String] = [:], states: String? = nil
  ) -> [String: [UInt8]] {
    let described = collections ?? "\"things\": \(things ?? "{}")"
    var texts = records
    texts["service"] = "{ \"name\": \"own\", \(more) \"collections\": { \(described) } }"
    texts["states"] = states
    return Dictionary(
      uniqueKeysWithValues: texts.map { ("own/\($0.key).json", Array($0.value.utf8)) })
  }

  static func load(_ files: [String: [UInt8]]) throws -> Blueprint<CollectionService> {
    let source = FixtureSource(files: files, prefix: "prefix")
    return try Blueprint(CollectionService.self, try ServiceFixtures("own", from: source))
  }

  static func world(
    _ files: [String: [UInt8]], clock: ManualClock = ManualClock()
  ) throws -> World<CollectionService> {
    World(
      try load(files), in: WorldGroup(clock: AdjustableClock(base: clock)),
      identifiers: CountingIdentifiers())
  }
}

/// A request, and the answer that is expected as `STATUS BODY`.
struct Exchange: Sendable, CustomTestStringConvertible {
  let method: String
  let path: String
  let body: String
  let answer: String
  var testDescription: String { "\(method) \(path) \(body)" }

  init(_ request: String, _ answer: String) { self.init(request, "", answer) }

  init(_ request: String, _ body: String, _ answer: String) {
    let parts = request.split(separator: " ", maxSplits: 1).map(String.init)
    method = parts[0]
    path = parts.count > 1 ? parts[1] : "/"
    self.body = body
    self.answer = answer
  }
}

extension ServiceWorld {
  /// Asks as a client does.
  func ask(
    _ method: String, _ path: String, _ body: String = "", fields: HTTPFields = [:]
  ) -> HTTPResponse {
    respond(to: HTTPRequest(method, path, fields: fields, host: "shop", body: body), from: nil)
  }

  /// What a request is answered with, as `STATUS BODY`.
  func answer(_ method: String, _ path: String, _ body: String = "") -> String {
    let response = ask(method, path, body)
    let text = String(decoding: response.body, as: UTF8.self)
    return text.isEmpty ? "\(response.status.code)" : "\(response.status.code) \(text)"
  }

  /// Plays exchanges one after the other.
  func expect(_ exchanges: [Exchange], sourceLocation: Testing.SourceLocation = #_sourceLocation) {
    for exchange in exchanges {
      let answer = answer(exchange.method, exchange.path, exchange.body)
      #expect(
        answer == exchange.answer, "\(exchange.testDescription)", sourceLocation: sourceLocation)
    }
  }

  /// What one member of all records of a list is.
  func listed(_ path: String, _ member: String = "id", in envelope: String? = nil) -> String {
    let value = (try? JSONReader.value(of: ask("GET", path).body)) ?? .null
    let records = envelope.map { value[$0] ?? .null } ?? value
    return (records.array ?? []).map { $0[member]?.description ?? "-" }.joined(separator: " ")
      .replacing("\"", with: "")
  }
}
