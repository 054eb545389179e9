import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing
import WorkqueueMock

/// A value in a fixture file that a test changes.
struct FixtureValue: Sendable, CustomTestStringConvertible {
  let file: String
  let steps: [JSONPointer.Step]

  var testDescription: String { "\(file)\(JSONPointer(steps))" }

  /// Every value that is no container, in all files that hold documented values.
  static let all: [FixtureValue] = Repository.fixtureFiles("workqueue").flatMap { name, text in
    name.hasSuffix("states.json")
      ? []
      : leaves(of: (try? JSONReader.value(of: text)) ?? .null).map {
        FixtureValue(file: name, steps: $0)
      }
  }

  private static func leaves(of value: JSONValue) -> [[JSONPointer.Step]] {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      elements.enumerated().flatMap { place, element in
        leaves(of: element).map { [.element(place)] + $0 }
      }
    case .object(let object) where !object.isEmpty:
      object.members.flatMap { member in leaves(of: member.value).map { [.member(member.key)] + $0 }
      }
    default: [[]]
    }
  }

  /// The same document with another value of the same type here.
  func changed(_ document: JSONValue) -> JSONValue { Self.change(document, steps[...]) }

  private static func change(_ value: JSONValue, _ steps: ArraySlice<JSONPointer.Step>) -> JSONValue
  {
    guard let step = steps.first else { return other(value) }
    switch (step, value) {
    case (.member(let key), .object(var object)):
      object[key] = change(object[key] ?? .null, steps.dropFirst())
      return .object(object)
    case (.element(let place), .array(var elements)):
      elements[place] = change(elements[place], steps.dropFirst())
      return .array(elements)
    default: return value
    }
  }

  private static func other(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null: 7
    case .bool(let flag): .bool(!flag)
    case .number(let number): .number(JSONNumber((number.int ?? 0) + 1))
    case .string(let text): .string(words[text] ?? text + "x")
    case .array: [1]
    case .object: ["x": 1]
    }
  }

  /// Words that only another word of the same set can stand for.
  private static let words = [
    "COPY": "REMOVE", "LIST": "MKDIR", "DONE": "FAILED", "GRIDFTP": "SSH", "NEW": "RUNNING",
    "SUBMITTED": "FAILED", "documented": "reference", "alice": "bob", "bob": "alice",
    "2012-03-21T13:35": "2013-03-21T13:35",
  ]
}

@Suite struct `Every documented value` {
  /// What the service tells of itself, and what it answers to all probes in both profiles.
  ///
  /// - Parameter isNews: told each text; the transcript ends at the first one that it says yes to.
  /// - Returns: whether it did.
  private static func transcript(
    _ files: [String: [UInt8]], isNews: (String) -> Bool
  ) throws -> Bool {
    let source = FixtureSource(files: files, prefix: "changed")
    let usual = try workqueue(source: source).description
    let parameters = usual.parameters(urls: ["workqueue": "http://x"])
    var told = "\(usual.title) \(usual.port) \(usual.profile)"
    told += Template.fill(.object(usual.environment), with: parameters).description
    for form in usual.snippets.keys.sorted() {
      told += Template.fill(usual.snippets[form] ?? "", with: parameters)
    }
    if isNews(told) { return true }
    for profile in ["documented", "reference"] {
      let world = try workqueue(profile: profile, source: source)
      func ask(_ probes: [HTTPRequest]) -> Bool {
        probes.contains { probe in
          let response = world.respond(to: probe, from: nil)
          let reason = world.journal.latest?.reason ?? ""
          return isNews(
            "\(response.status) \(String(decoding: response.body, as: UTF8.self)) \(reason)")
        }
      }
      if ask(stories) { return true }
      world.reset()
      if ask(views(ofJob: 12) + views(ofJob: 12345)) { return true }
      for state in world.providerStates {
        world.journal.clear()
        let arguments = try world.setUp(state: state.name, parameters: JSONObject())
        if ask(views(ofJob: arguments["id"]?.int ?? 12)) { return true }
      }
    }
    return false
  }

  /// The requests of all cases, and one more registration than a worker gets at once.
  private static let stories: [HTTPRequest] =
    CaseFile.all(in: "Tests/Services/Workqueue/MockTests/Cases").flatMap(\.steps).map(\.request)
    + [HTTPRequest](
      repeating: request(.post, "/list", #"{"src_siteid":1,"src_filepath":"~/l"}"#), count: 25)
    + [
      request(.post, "/worker/jobs", #"{"types":[0]}"#),
      request(.post, "/list", #"{"src_siteid":1,"src_filepath":"~/l","priority":10}"#),
      HTTPRequest(
        method: .post, target: "/users/api/v1.0/login",
        body: Array(#"{"email":"bob@example.com","passwd":"battery-staple"}"#.utf8)),
    ]

  private static func views(ofJob id: Int) -> [HTTPRequest] {
    let element = "/jobs/\(id)/elements/"
    let paths = ["", "/status", "/output", "/elements"].map { "/jobs/\(id)\($0)" }
    let outputs = [0, 1].flatMap { ["\(element)\($0)/output", "\(element)\($0)/output/1"] }
    return (["/jobs"] + paths + outputs).map { request(.get, $0, "") }
  }

  private static func request(_ method: HTTPMethod, _ path: String, _ body: String) -> HTTPRequest {
    let token = (try? ServiceFixtures("workqueue", from: Repository.fixtures))?.description.tokens[
      "alice"]
    return HTTPRequest(
      method: method, target: "/workqueue/api/v1.0" + path,
      fields: ["X-Token": token?.string ?? ""], body: Array(body.utf8))
  }

  private static let original: [String] = {
    var texts: [String] = []
    _ = try? transcript(Repository.fixtureFiles("workqueue")) { text in
      texts.append(text)
      return false
    }
    return texts
  }()

  @Test(arguments: FixtureValue.all)
  func `changes an answer when it changes, or is refused with its place`(value: FixtureValue) throws
  {
    var files = Repository.fixtureFiles("workqueue")
    let document = try JSONReader.value(of: try #require(files[value.file]))
    files[value.file] = JSONWriter.compact(value.changed(document))
    var before = Self.original.makeIterator()
    do {
      #expect(try Self.transcript(files) { $0 != before.next() })
    } catch let error as FixtureError {
      #expect(
        error.source.hasPrefix("changed/workqueue/") || error.source.hasPrefix("provider state"))
    }
  }
}
