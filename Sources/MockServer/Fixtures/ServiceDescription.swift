public import JSON

/// What is told about a service: in tables, in the ready file, to the one who points a client at it.
public struct ServiceDescription: Sendable {
  /// The word used for it on the command line, for example `workqueue`.
  public let name: String
  /// The real system's name.
  public let title: String
  public let port: UInt16
  /// What clients add to the address, for example `/workqueue/api/v1.0`.
  public let basePath: String
  /// The names of all profiles.
  public let profiles: [String]
  /// The profile in force.
  public internal(set) var profile: String
  /// Tokens that the service takes, by a name for people.
  public let tokens: JSONObject
  /// Services that this one needs beside it: they are started with it.
  public let companions: [String]
  /// Addresses beside the usual one, by the name that the ready file gives them.
  public let addresses: JSONObject
  /// Environment variables that point a client here; values may hold `${url}`, `${base_url}`,
  /// `${urls.SERVICE}` of a companion, `${profile}` and `${tokens.NAME}`.
  public let environment: JSONObject
  /// Texts that make a client work, by form: `text`, `shell`, `python`.
  public let snippets: [String: String]

  init(
    reading object: inout FixtureObject, profiles: FixtureNode, wanted: String?
  ) throws(FixtureError) {
    name = try object.required("name").string()
    title = try object.required("title").string()
    port = UInt16(try object.required("port").int(in: 1...65_535))
    basePath = try object.required("base_path").string()
    let usual = try object.required("default_profile")
    let usualName = try usual.string()
    let known = try profiles.members().map(\.key)
    self.profiles = known
    profile = wanted ?? usualName
    guard known.contains(profile) else {
      throw (wanted == nil ? usual : profiles).error(
        "\(name) has no profile \"\(profile)\"" + Suggestion.hint(for: profile, among: known))
    }
    tokens = try Self.texts(object.required("tokens"))
    companions = try object.optional("companions")?.strings() ?? []
    addresses = try object.optional("addresses").map(Self.texts) ?? JSONObject()
    environment = try Self.texts(object.required("environment"))
    var snippets: [String: String] = [:]
    for (form, lines) in try object.required("snippets").members() {
      snippets[form] = try lines.strings().joined(separator: "\n") + "\n"
    }
    self.snippets = snippets
  }

  /// An object whose members are all strings.
  private static func texts(_ node: FixtureNode) throws(FixtureError) -> JSONObject {
    var texts = JSONObject()
    for (key, text) in try node.members() { texts[key] = .string(try text.string()) }
    return texts
  }

  /// Where it is, as the ready file tells it: `{"url": …}` and its ``addresses``.
  public func places(urls: [String: String]) -> JSONObject {
    let url = JSONObject.Member(key: "url", value: .string(urls[name] ?? ""))
    return JSONObject([url] + fill(addresses, urls).members)
  }

  /// The environment variables that point a client here.
  public func variables(urls: [String: String]) -> JSONObject { fill(environment, urls) }

  private func fill(_ templates: JSONObject, _ urls: [String: String]) -> JSONObject {
    Template.fill(.object(templates), with: parameters(urls: urls)).object ?? JSONObject()
  }

  /// What the templates of ``addresses``, ``environment`` and ``snippets`` may use.
  ///
  /// - Parameter urls: where the service and its companions are, by name.
  public func parameters(urls: [String: String]) -> JSONObject {
    let url = urls[name] ?? ""
    return JSONObject(
      [
        .init(key: "url", value: .string(url)),
        .init(key: "base_url", value: .string(url + basePath)),
        .init(key: "profile", value: .string(profile)),
      ] + urls.map { .init(key: "urls.\($0.key)", value: .string($0.value)) }
        + tokens.members.map { .init(key: "tokens.\($0.key)", value: $0.value) })
  }
}
