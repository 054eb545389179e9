import HTTPMessage
import JSON
import MockServer
import MockSupport
import Synchronization

/// The smallest service that has everything: notes that can be read and added to.
struct Notebook: MockService {
  var fixtures: ServiceFixtures
  private var isLoud: Bool { fixtures.description.profile == "loud" }

  init(fixtures: ServiceFixtures) { self.fixtures = fixtures }

  func state(from collections: Collections) throws(FixtureError) -> [String] {
    var notes: [String] = []
    for record in try collections.records("notes") {
      notes.append(
        try record.object { object throws(FixtureError) in
          _ = try object.required("id").int(in: 1...9)
          return try object.required("text").string()
        })
    }
    return notes
  }

  func respond(
    to request: HTTPRequest, state: borrowing Mutex<[String]>, context: ServiceContext
  ) -> Answer {
    guard request.target.path.elementsEqual("/notes".utf8) else {
      return Answer(
        .text("nothing here\n", status: .notFound), reason: "only /notes is there",
        isMatched: false)
    }
    let notes = state.withLock { notes in
      if request.method == .post { notes.append(String(decoding: request.body, as: UTF8.self)) }
      return isLoud ? notes.map { $0.uppercased() } : notes
    }
    return Answer(.json(JSONWriter.compact(.array(notes.map { .string($0) }))))
  }

  /// The files that describe it, under any service name.
  static func files(_ name: String = "notes") -> [String: [UInt8]] {
    let texts = [
      "service": """
      {
        "name": "\(name)", "title": "Notes", "port": 1234, "base_path": "/",
        "default_profile": "usual", "profiles": { "usual": {}, "loud": {} },
        "collections": { "notes": ["id"] }, "settings": {}, "tokens": {}, "environment": {},
        "snippets": {}
      }
      """,
      "notes": """
      [{ "id": 1, "text": "first" }, { "id": 2, "text": "second" }]
      """,
      "states": """
      {
        "no notes": { "description": "Nothing is there.", "clear": ["notes"] },
        "a note": {
          "description": "One more.", "parameters": { "id": 3, "text": "hello" },
          "put": { "notes": [{ "id": "${id}", "text": "${text}" }] }
        },
        "a lost note": {
          "description": "One less.", "parameters": { "id": 1 },
          "remove": { "notes": [{ "id": "${id}" }] }
        },
        "loudness": { "description": "Notes in capitals.", "profile": "loud" }
      }
      """,
    ]
    return Dictionary(
      uniqueKeysWithValues: texts.map { ("\(name)/\($0.key).json", Array($0.value.utf8)) })
  }

  /// A fresh world of it, with time that stands still.
  static func world(
    _ name: String = "notes", clock: ManualClock = ManualClock(), journal: Journal = Journal(),
    observer: ExchangeObserver? = nil
  ) throws -> World<Notebook> {
    let source = FixtureSource(files: files(name), prefix: "files")
    return try World(
      Notebook.self, name, source: source, clock: clock, journal: journal, observer: observer)
  }
}

extension ServiceWorld {
  /// The notes that a client is shown.
  func notes() throws -> JSONValue {
    try JSONReader.value(of: respond(to: HTTPRequest("GET", "/notes"), from: nil).body)
  }

  /// A client's change.
  func add(note: String) {
    _ = respond(to: HTTPRequest("POST", "/notes", body: note), from: nil)
  }
}

extension HTTPRequest {
  /// A request as a client on this machine makes it.
  init(
    _ method: String, _ target: String, fields: HTTPFields = [:], host: String? = "127.0.0.1:1234",
    body: String = ""
  ) {
    var all = HTTPFields()
    if let host { all.append(.host, host) }
    for (name, value) in fields { all.append(name, value) }
    self.init(
      method: HTTPMethod(method), target: target, fields: all, body: Array(body.utf8))
  }

  /// A request as a server receives it.
  static func received(_ text: String) throws -> HTTPRequest {
    var parser = HTTPRequestParser()
    parser.append(Array(text.utf8))
    guard case .request(let request) = try parser.next() else {
      throw HTTPParseError(status: .badRequest, reason: "the request is not complete")
    }
    return request
  }
}

/// Numbers that look random and are the same in each run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
