public import JSON

/// What is told about a service: in tables, in the ready file, to the one who points a client at it.
public struct ServiceDescription: Sendable {
  /// The word used for it on the command line, for example `workqueue`.
  public let name: String
  /// The real system's name.
  public let title: String
  /// The folder or contract that somebody's own service was read from; nil for one that comes along.
  public internal(set) var path: String?
  /// The ports it has; the one with the service's name is its address.
  public let listeners: [ListenerDescription]
  /// What clients add to the address, for example `/workqueue/api/v1.0`.
  public let basePath: String
  /// Patterns of what may stand before the paths that people name, as `/v1.0/{project}`.
  public let pathPrefixes: [String]
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

  /// Reads the members that tell about a service; all but its name have a usual value.
  ///
  /// - Parameter profiles: nil when there is but the usual one.
  init(
    reading object: inout FixtureObject, profiles: FixtureNode?, wanted: String?
  ) throws(FixtureError) {
    let service = try object.required("name").string()
    name = service
    title = try object.optional("title")?.string() ?? name
    let port = UInt16(try object.optional("port")?.int(in: 1...65_535) ?? 0)
    listeners =
      try object.optional("listeners").map { node throws(FixtureError) in
        try ListenerDescription.all(node, of: service)
      } ?? [ListenerDescription(name: name, port: port)]
    basePath = try object.optional("base_path")?.string() ?? ""
    pathPrefixes = try object.optional("path_prefixes")?.strings() ?? []
    let usual = object.optional("default_profile")
    let known = try profiles?.members().map(\.key) ?? [Self.onlyProfile]
    self.profiles = known
    let usualName = try usual?.string() ?? known.first ?? Self.onlyProfile
    // Who starts several services in a profile means those that have one.
    profile = profiles == nil ? usualName : wanted ?? usualName
    guard known.contains(profile) else {
      let place = wanted == nil || profiles == nil ? usual : profiles
      throw (place ?? usual ?? profiles)?.error(
        "\(name) has no profile \"\(profile)\"" + Suggestion.hint(for: profile, among: known))
        ?? object.error("\(name) has no profile")
    }
    tokens = try object.optional("tokens").map(Self.texts) ?? JSONObject()
    companions = try object.optional("companions")?.strings() ?? []
    addresses = try object.optional("addresses").map(Self.texts) ?? JSONObject()
    environment =
      try object.optional("environment").map(Self.texts) ?? Self.usualEnvironment(name)
    if let given = object.optional("snippets") {
      var snippets: [String: String] = [:]
      for (form, lines) in try given.members() {
        snippets[form] = try lines.strings().joined(separator: "\n") + "\n"
      }
      self.snippets = snippets
    } else {
      snippets = Self.usualSnippets(title, environment, tokens)
    }
  }

  /// The profile of a service that has no others.
  private static let onlyProfile = "documented"

  private static func usualEnvironment(_ name: String) -> JSONObject {
    let word = name.uppercased().replacing("-", with: "_")
    return JSONObject([.init(key: "UNDERSTUDY_\(word)_URL", value: "${url}")])
  }

  private static func usualSnippets(
    _ title: String, _ environment: JSONObject, _ tokens: JSONObject
  ) -> [String: String] {
    let text =
      ["\(title): ${base_url}"]
      + (tokens.isEmpty ? [] : ["", "Tokens:"] + tokens.keys.map { "  \($0)  ${tokens.\($0)}" })
    let shell = environment.members.map { "export \($0.key)='\($0.value.string ?? "")'" }
    return [
      "text": text.joined(separator: "\n") + "\n", "shell": shell.joined(separator: "\n") + "\n",
    ]
  }

  /// An object whose members are all strings.
  private static func texts(_ node: FixtureNode) throws(FixtureError) -> JSONObject {
    var texts = JSONObject()
    for (key, text) in try node.members() { texts[key] = .string(try text.string()) }
    return texts
  }

  /// The listener that is the service's address.
  public var listener: ListenerDescription {
    listeners.first { $0.name == name } ?? ListenerDescription(name: name, port: 0)
  }

  /// The usual port; 0 for any free one.
  public var port: UInt16 { listener.port }

  /// Where it is, as the ready file tells it: `{"url": …}` and its ``addresses``.
  public func places(urls: [String: String]) -> JSONObject {
    let url = JSONObject.Member(key: "url", value: .string(urls[name] ?? ""))
    return JSONObject([url] + fill(addresses, urls).members)
  }

  /// The name that ``addresses`` give a listener; nil when they don't have it by itself.
  public func addressName(of listener: ListenerDescription) -> String? {
    addresses.members.first { $0.value == .string("${urls.\(listener.name)}") }?.key
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
