public import JSON
public import MockServer

/// Proves that a service's fixtures drive it: every value that is changed shows in an answer or in
/// what is told of the service, or is refused at load with its place.
public struct FixtureProof: Sendable {
  /// A world with whatever must live as long as it does.
  public struct Subject {
    let world: any ServiceWorld
    private let companion: Any

    public init(_ world: any ServiceWorld, keeping companion: Any = ()) {
      self.world = world
      self.companion = companion
    }
  }

  public typealias Maker =
    @Sendable (_ source: FixtureSource, _ profile: String?) throws -> Subject

  private let service: String
  private let probe: ProbeFile
  private let companions: [String]
  private let parameters: JSONObject
  private let make: Maker

  /// - Parameters:
  ///   - companions: the services that a world needs beside it; their fixtures stay as they are.
  ///   - parameters: what `${name}` stands for in requests.
  public init(
    _ service: String, _ probe: ProbeFile, companions: [String] = [],
    parameters: JSONObject = JSONObject(), make: @escaping Maker
  ) {
    self.service = service
    self.probe = probe
    self.companions = companions
    self.parameters = parameters
    self.make = make
  }

  /// The files of a service, for a test's arguments.
  public static func files(of service: String) -> [String] {
    Repository.names(in: "fixtures/\(service)")
  }

  /// What came of the changes of one file.
  public struct Findings: Sendable {
    /// How many values an answer showed.
    public internal(set) var shown = 0
    /// How many values can't be other ones.
    public internal(set) var refused = 0
    /// In words: values that nobody would miss, exceptions that nobody needs.
    public internal(set) var problems: [String] = []
  }

  /// Changes every value of a file in turn.
  public func findings(in file: String) throws -> Findings {
    var findings = Findings()
    var hidden = probe.hidden[file] ?? JSONObject()
    for part in try parts(of: file) {
      let original = try part.transcript()
      for value in part.values {
        var isShown = false
        var isSilent = false
        for change in value.changes(of: part.document, words: probe.words) {
          do {
            let differs = try part.differs(with: change, from: original)
            isShown = isShown || differs
            isSilent = isSilent || !differs
          } catch let error as FixtureError where names(error) {}
        }
        if isShown { findings.shown += 1 } else if !isSilent { findings.refused += 1 }
        let isExcepted = hidden[value.pointer] != nil
        hidden[value.pointer] = nil
        guard isExcepted != isSilent else { continue }
        findings.problems.append(
          file + value.pointer + (isSilent ? " changes nothing" : " need not be excepted"))
      }
    }
    findings.problems += hidden.keys.map { "\(file)\($0) is excepted, but is not there" }
    return findings
  }

  /// Whether a refusal names a place in the service's files.
  private func names(_ error: FixtureError) -> Bool {
    error.source.hasPrefix("\(FixturePart.prefix)/\(service)/")
      || error.source.hasPrefix("provider state")
  }

  /// A file as parts: one for each member of an object, of which `states.json` has but that one then,
  /// since to build all states takes most of the time; one for every few records of a collection that
  /// is apart.
  private func parts(of file: String) throws -> [FixturePart] {
    let document = try JSONReader.value(
      of: Repository.bytes("fixtures/\(service)/\(file)"))
    let name = String(file.prefix { $0 != "." })
    if let object = document.object {
      return try object.members.map { member in
        let all = FixtureValue.all(of: document).filter { $0.head == member.key }
        return try part(
          file, name == "states" ? .object(JSONObject([member])) : document, all,
          probe.stories.filter { story in
            story.files.contains(name) && (name != "states" || story.state == member.key)
              || story.files.contains("\(name)/\(member.key)")
          })
      }
    }
    let stories = probe.stories.filter { $0.files.contains(name) }
    let records = document.array ?? []
    let size = probe.apart.contains(name) ? Self.slice : max(records.count, 1)
    return try stride(from: 0, to: max(records.count, 1), by: size).map { start in
      let slice = JSONValue.array(Array(records.dropFirst(start).prefix(size)))
      return try part(file, slice, FixtureValue.all(of: slice), stories)
    }
  }

  private func part(
    _ file: String, _ document: JSONValue, _ values: [FixtureValue], _ stories: [ProbeFile.Story]
  ) throws -> FixturePart {
    var files = Repository.fixtureFiles(service)
    let told = stories.flatMap { $0.files + $0.needs }
    for collection in probe.apart where !told.contains(collection) {
      files["\(service)/\(collection).json"] = Array("[]".utf8)
    }
    let states = try JSONReader.value(of: files["\(service)/states.json"] ?? []).object
    let needed = (states?.members ?? []).filter { state in
      stories.contains { $0.state == state.key }
    }
    files["\(service)/states.json"] = JSONWriter.compact(.object(JSONObject(needed)))
    return FixturePart(
      files: files, name: "\(service)/\(file)", document: document, values: values,
      stories: stories, services: [service] + companions, parameters: parameters, make: make)
  }

  /// How many records of a collection that is apart are looked at together.
  private static let slice = 6
}
