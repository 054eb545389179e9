import HTTPMessage
import JSON
import MockServer

/// A document of a service's fixtures with all that is needed to see what it decides.
struct FixturePart {
  /// All files of the service.
  let files: [String: [UInt8]]
  /// The document's, as `trove/instances.json`.
  let name: String
  let document: JSONValue
  /// Those to be changed.
  let values: [FixtureValue]
  let stories: [ProbeFile.Story]
  /// The service and its companions.
  let services: [String]
  /// What `${name}` stands for in requests.
  let parameters: JSONObject
  let make: FixtureProof.Maker

  /// Comes before names in refusals.
  static let prefix = "changed"

  /// All that is told and answered with the fixtures as they are, text by text.
  func transcript() throws -> [String] {
    var texts: [String] = []
    _ = try tell(document) { text in
      texts.append(text)
      return false
    }
    return texts
  }

  /// Whether another document changes anything.
  ///
  /// - Throws: ``FixtureError`` when it is refused.
  func differs(with change: JSONValue, from original: [String]) throws -> Bool {
    var before = original.makeIterator()
    return try tell(change) { $0 != before.next() }
  }

  /// - Parameter isNews: told each text; nothing more is asked once it says yes.
  /// - Returns: whether it did.
  private func tell(_ document: JSONValue, isNews: (String) -> Bool) throws -> Bool {
    var files = files
    files[name] = JSONWriter.compact(document)
    let source = FixtureSource(files: files, prefix: Self.prefix)
    let usual = try make(source, nil)
    if isNews(told(of: usual.world)) { return true }
    var subjects: [String?: FixtureProof.Subject] = [nil: usual]
    for story in stories {
      let subject = try subjects[story.profile] ?? make(source, story.profile)
      subjects[story.profile] = subject
      if tell(story, to: subject.world, isNews) { return true }
    }
    return false
  }

  /// What tables, the ready file, `env` and the admin API are made from.
  private func told(of world: any ServiceWorld) -> String {
    let description = world.description
    let names = services + description.listeners.map(\.name).filter { !services.contains($0) }
    let urls = Dictionary(uniqueKeysWithValues: names.map { ($0, "http://\($0)") })
    let parameters = description.parameters(urls: urls)
    let snippets = description.snippets.sorted { $0.key < $1.key }.map {
      Template.fill($0.value, with: parameters)
    }
    let places = [description.places(urls: urls), description.variables(urls: urls)]
    return
      ([
        description.title, String(description.port), description.profile,
        description.companions.joined(separator: " "),
        description.listeners.map { "\($0.port) \($0.url(at: "here"))" }.joined(separator: " "),
      ] + places.map { JSONValue.object($0).description } + snippets
      + world.providerStates.map { "\($0.name): \($0.description)" }).joined(separator: "\n")
  }

  private func tell(
    _ story: ProbeFile.Story, to world: any ServiceWorld, _ isNews: (String) -> Bool
  ) -> Bool {
    world.reset()
    var parameters = parameters
    if let state = story.state {
      do throws(ProviderStateError) {
        let arguments = try world.setUp(state: state, parameters: JSONObject())
        for member in arguments.members { parameters[member.key] = member.value }
      } catch {
        return isNews(error.description)
      }
    }
    return story.steps.contains { step in
      if let time = step.advance { world.group.clock.advance(microseconds: time) }
      if let answer = step.answer(ofMessagesBy: world, filledWith: parameters) {
        return isNews(answer)
      }
      let response = world.respond(to: step.request(filledWith: parameters), from: nil)
      _ = step.keep(response, in: &parameters)
      let fields = response.fields.map { "\($0.name): \($0.value)" }
      return isNews(
        ([
          String(response.status.code), String(decoding: response.body, as: UTF8.self),
          world.journal.latest?.reason ?? "",
        ] + fields).joined(separator: "\n"))
    }
  }
}
