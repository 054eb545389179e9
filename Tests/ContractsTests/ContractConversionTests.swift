import HTTPMessage
import JSON
import Testing

@testable import Contracts

@Suite struct `A converted contract` {
  /// An interaction as a contract of one version holds it.
  struct Case: Sendable, CustomTestStringConvertible {
    let version: String
    let list: String
    let interaction: String
    var testDescription: String { "V\(version) \(interaction)" }

    init(_ version: String, _ interaction: String, list: String = "interactions") {
      self.version = version
      self.list = list
      self.interaction = interaction
    }

    func contract() throws -> Contract {
      try Written.contract(
        """
        {"consumer": {"name": "c"}, "provider": {"name": "p"},
         "\(list)": [\(interaction)],
         "metadata": {"pactSpecification": {"version": "\(version)"}, "client": {"v": 1}}}
        """)
    }
  }

  private static func http(_ request: String, _ response: String = "{}") -> String {
    #"{"description": "d", "request": {"method": "POST", "path": "/", \#(request)}, "#
      + #""response": \#(response)}"#
  }

  private static func http4(_ request: String, _ response: String = "{}") -> String {
    #"{"type": "Synchronous/HTTP", "#
      + http(request, response).dropFirst()
  }

  private static let json = #""headers": {"Content-Type": "application/json"}"#
  private static let text = #""headers": {"content-type": "text/plain"}"#

  /// What means the same in version 4.
  static let older: [Case] = [
    Case("1.0.0", http(#""query": "a=1&b=%20&a=2", "body": {"a": 1.0}"#)),
    Case(
      "1.0.0",
      #"{"description": "d", "provider_state": "s", "request": "#
        + #"{"method": "get", "path": "/"}, "response": {"status": 204}}"#),
    Case(
      "2.0.0",
      #"{"description": "d", "providerState": "s", "request": "#
        + #"{"method": "get", "path": "/"}, "response": {"status": 204, "headers": {"A": "1, 2"}}}"#
    ),
    Case(
      "2.0.0",
      http(
        #"""
        "query": "q=a", "headers": {"X-A": "1"}, "body": {"v": [1], "w": "2020-01-01", "x y": 1},
        "matchingRules": {"$.body.v": {"min": 1}, "$['body']['x y']": {"match": "type"},
          "$.headers.X-A": {"regex": "\\\\d"}, "$.query.q": {"match": "regex", "regex": ".+"},
          "$.path": {"match": "regex", "regex": "/.*"}, "$.body.w": {"date": "yyyy-MM-dd"},
          "$.body.w[*].u": {"match": "type", "max": 2}, "$.header.X-B": {"match": "type"}}
        """#)),
    Case(
      "3.0.0", http(#""query": {"b": ["1", "2"], "a": "x"}, \#(json), "body": [1, {"a": null}]"#)),
    Case(
      "3.0.0",
      http(
        #"""
        "body": {"content": 1, "contentType": "odd", "encoded": true},
        "matchingRules": {"body": {"$.content": {"matchers": [{"match": "integer"}]}},
          "path": {"$": {"combine": "OR", "matchers": [{"match": "type"}]}},
          "headers": {"$.X-A": {"matchers": [{"match": "timestamp", "timestamp": "yyyy"}]}}},
        "generators": {"body": {"$.content": {"type": "RandomInt"}},
          "headers": {"X-A": {"type": "Uuid"}}}
        """#)),
    Case("3.0.0", http(#"\#(json), "body": """#)), Case("3.0.0", http(#"\#(json), "body": null"#)),
    Case("3.0.0", http(#"\#(json), "body": "plain""#)),
    Case("3.0.0", http(#"\#(json), "body": "{\"a\": 1}""#)),
    Case("3.0.0", http(#"\#(json), "body": "null""#)),
    Case("3.0.0", http(#"\#(json), "body": "\"\"""#)),
    Case("3.0.0", http(#"\#(json), "body": "12""#)), Case("3.0.0", http(#"\#(json), "body": 12"#)),
    Case("3.0.0", http(#"\#(text), "body": "{\"a\": 1}""#)),
    Case("3.0.0", http(#"\#(text), "body": {"a": 1}"#)),
    Case("3.0.0", http(#""body": "{\"a\": 1}""#)), Case("3.0.0", http(#""body": "{no""#)),
    Case("3.0.0", http(#""body": "<a/>""#)), Case("3.0.0", http(#""body": "text""#)),
    Case(
      "3.0.0",
      #"""
      {"description": "d", "providerStates": [{"name": "s", "params": {"b": 1, "a": 2}}],
      "contents": {"a": 1}, "metaData": {"contentType": "application/json", "n": 1},
      "matchingRules": {"body": {"$.a": {"matchers": [{"match": "integer"}]}},
        "metaData": {"n": {"matchers": [{"match": "type"}]}}},
      "generators": {"metadata": {"n": {"type": "RandomInt"}}}, "extra": true}
      """#, list: "messages"),
    Case("3.0.0", #"{"description": "d", "contents": "text"}"#, list: "messages"),
    Case("3.0.0", #"{"description": "d"}"#, list: "messages"),
  ]

  /// What means the same in version 3.
  static let newer: [Case] = [
    Case(
      "4.0",
      http4(
        #"""
        "query": {"a": ["1"]}, "headers": {"X-A": ["1"], "X-B": ["1", "2"], "Content-Type": ["a/b"]},
        "body": {"content": "x", "contentType": "a/b", "encoded": false}
        """#,
        #"""
        {"status": 201, "body": {"content": {"a": 1}},
        "matchingRules": {"body": {"$.a": {"matchers": [{"match": "integer"}]}},
          "status": {"matchers": [{"match": "statusCode", "status": "success"}]}}}
        """#)),
    Case("4.0", http4(#"\#(json), "body": {"content": "12"}"#)),
    Case("4.0", http4(#"\#(json), "body": {"content": "{"}"#)),
    Case("4.0", http4(#"\#(json), "body": {"content": "null", "encoded": "JSON"}"#)),
    Case("4.0", http4(#"\#(json), "body": {"content": "\"\"", "encoded": "JSON"}"#)),
    Case("4.0", http4(#"\#(json), "body": {"content": "eyJhIjogMX0=", "encoded": "base64"}"#)),
    Case("4.0", http4(#"\#(text), "body": {"content": "aMOp", "encoded": "base64"}"#)),
    Case("4.0", http4(#""body": {"content": ""}"#)), Case("4.0", http4(#""body": null"#)),
    Case("4.0", http4(#""body": {"content": [1]}"#)),
    Case(
      "4.0",
      #"""
      {"type": "Asynchronous/Messages", "description": "d", "key": "k", "pending": true,
      "contents": {"content": "a", "contentType": "text/plain"},
      "metadata": {"contentType": "text/plain", "n": 1}, "comments": {"text": ["t"]}}
      """#),
  ]

  @Test(arguments: older)
  func `means the same as version 4`(written: Case) throws { try Self.check(written, as: .v4) }

  @Test(arguments: older + newer)
  func `means the same as version 3`(written: Case) throws { try Self.check(written, as: .v3) }

  @Test(arguments: older + newer)
  func `means the same there and back`(written: Case) throws {
    let there = try written.contract().written(as: .v4).text
    let contract = try Contract.read(there, name: "contract.json")
    try Self.compare(contract, try Contract.read(contract.written(as: .v3).text, name: "v3"))
  }

  private static func check(_ written: Case, as version: PactVersion) throws {
    let contract = try written.contract()
    let text = try contract.written(as: version).text
    let again = try Contract.read(text, name: "again.json")
    #expect(again.version == version)
    #expect(again.isCanonical)
    #expect(again.members["metadata"]?["client"] == ["v": 1])
    try compare(contract, again)
  }

  private static func compare(_ left: Contract, _ right: Contract) throws {
    #expect(left.consumer == right.consumer && left.provider == right.provider)
    #expect(left.interactions.count == right.interactions.count)
    for (left, right) in zip(left.interactions, right.interactions) {
      #expect(left.description == right.description && left.key == right.key)
      #expect(left.pending == right.pending && left.comments == right.comments)
      #expect(left.providerStates == right.providerStates)
      switch (left.exchange, right.exchange) {
      case (.http(let request, let response), .http(let otherRequest, let otherResponse)):
        let (sent, other) = (request.example, otherRequest.example)
        #expect(sent.method == other.method && sent.target.path == other.target.path)
        #expect(sorted(request.query) == sorted(otherRequest.query))
        #expect(sorted(sent.fields) == sorted(other.fields) && sent.body == other.body)
        #expect(sorted(response.example.fields) == sorted(otherResponse.example.fields))
        #expect(response.example.body == otherResponse.example.body)
        #expect(response.status == otherResponse.status)
        #expect(sorted(request.rules) == sorted(otherRequest.rules))
        #expect(sorted(response.rules) == sorted(otherResponse.rules))
        #expect(names(request.generators) == names(otherRequest.generators))
        #expect(kind(request.body) == kind(otherRequest.body))
        #expect(otherRequest.mismatches(with: sent) == request.mismatches(with: sent))
      case (.message(let message), .message(let other)):
        #expect(message.example == other.example && message.metadata == other.metadata)
        #expect(message.contentType == other.contentType)
        #expect(sorted(message.rules) == sorted(other.rules))
        #expect(names(message.generators) == names(other.generators))
        #expect(kind(message.contents) == kind(other.contents))
      default: Issue.record("one is a message, the other is not")
      }
    }
  }

  private static func sorted(_ rules: [RuleUse]) -> [String] {
    rules.map { "\($0.category) \($0.path) \($0.rules)" }.sorted()
  }

  /// By name, because a canonical file has them so.
  private static func sorted(_ query: NamedValues) -> [String] {
    query.entries.map { "\($0.name) \($0.values)" }.sorted()
  }

  private static func sorted(_ fields: HTTPFields) -> [String] {
    fields.map { "\($0.name) \($0.value)" }.sorted()
  }

  private static func names(_ generators: MessageGenerators) -> [String] {
    generators.all.map { "\($0.category) \($0.path) \($0.generator.name)" }.sorted()
  }

  private static func kind(_ body: BodyPattern) -> String {
    switch body.content {
    case .unspecified: "anything"
    case .empty: "empty"
    case .null: "null"
    case .json(let value): "JSON \(value)"
    case .bytes(let bytes): "\(body.type?.base ?? "") \(bytes)"
    }
  }

  // MARK: Extras

  @Test func `keeps what it does not know`() throws {
    let contract = try Case(
      "3.0.0",
      #"""
      {"description": "d", "x": {"b": 1, "a": 2}, "request": {"method": "GET", "path": "/", "y": 1},
      "response": {"z": [1]}}
      """#
    ).contract()
    let members = try contract.written(as: .v4).members
    let interaction = members["interactions"]?[0]
    #expect(interaction?["x"]?.description == #"{"b":1,"a":2}"#)
    #expect(interaction?["request"]?["y"] == 1)
    #expect(interaction?["response"]?["z"] == [1])
  }

  @Test func `keeps the extras of version 4 and names those that version 3 does not know`() throws {
    let contract = try Case(
      "4.0",
      #"""
      {"type": "Synchronous/HTTP", "description": "d", "key": "k", "transport": "https",
      "pluginConfiguration": {"p": 1}, "interactionMarkup": {"markup": "m"},
      "request": {"method": "GET", "path": "/", "body": {"content": "a", "contentType": "a/b"}},
      "response": {"matchingRules": {"body": {"$": {"matchers": [{"match": "semver"}]}}}}}
      """#
    ).contract()
    let same = try contract.written(as: .v4)
    #expect(same.members == contract.members && same.notes == [])
    let old = try contract.written(as: .v3)
    let interaction = old.members["interactions"]?[0]
    for key in ["key", "transport", "pluginConfiguration", "interactionMarkup"] {
      #expect(interaction?[key] == contract.members["interactions"]?[0]?[key])
    }
    #expect(interaction?["request"]?["headers"] == ["Content-Type": "a/b"])
    #expect(
      old.notes == [
        "contract.json:2:19: kept, though version 3 does not know it: key, transport, "
          + "pluginConfiguration",
        "contract.json:4:12: the body's contentType became a header",
        "contract.json:5:31: rules that version 3 does not know: semver",
      ])
  }

  struct Unsayable: Sendable, CustomTestStringConvertible {
    let interactions: String
    let error: String
    var testDescription: String { error }
  }

  private static let message =
    #"{"type": "Asynchronous/Messages", "description": "m", "contents": {"content": 1}}"#

  @Test(arguments: [
    Unsayable(
      interactions: #"{"type": "Synchronous/Messages", "description": "m", "request": {}}"#,
      error: "2:19: version 3 has no exchanges of messages"),
    Unsayable(
      interactions: http4(#""body": null"#) + ",\n" + message,
      error: "3:1: a file of version 3 holds HTTP or messages, not both: this is a message, the "
        + "first interaction is HTTP"),
    Unsayable(
      interactions: http4(
        #""body": {"content": "/w==", "contentType": "image/png", "encoded": "base64"}"#),
      error: "2:119: version 3 has no bodies that are no text"),
    Unsayable(
      interactions: http4(
        #""body": {"content": "YQ==", "contentType": "text/json", "encoded": "base64"}"#),
      error: "2:119: version 3 has no bodies of a JSON type that are no JSON"),
  ])
  func `says what version 3 can't hold`(unsayable: Unsayable) throws {
    let contract = try Case("4.0", unsayable.interactions).contract()
    let error = #expect(throws: ContractError.self) { try contract.written(as: .v3) }
    #expect(error?.description == "contract.json:" + unsayable.error)
  }
}
