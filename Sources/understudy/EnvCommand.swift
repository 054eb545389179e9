import HTTPClient
import JSON
import MockServer

/// `understudy env`: what to set so that a client speaks to a mock.
enum EnvCommand: Command {
  static let specification = CommandSpecification(
    name: "env",
    summary: "Print what points a client at a mock: configuration, token, the lines to run.",
    operands: "[SERVICE|FOLDER|CONTRACT]",
    options: [
      .init(
        "--shell", nil, "As lines for a shell; without SERVICE, the variables of all services."),
      .init("--python", nil, "As a Python program with the real client."),
      .init("--json", nil, "As a JSON object of environment variables."),
      .init("--url", "URL", "Where the service is, instead of its usual port on 127.0.0.1."),
      .init("--ready-file", "FILE", "Take the addresses from the file that serve wrote."),
      .init("--profile", "NAME", "The profile that it was started with."),
      ServiceCatalogue.fixturesOption,
    ],
    examples: [
      ("understudy env workqueue", "Everything one needs to know."),
      ("eval \"$(understudy env --shell)\"", "Set the variables of all services."),
      ("understudy env workqueue --python > try.py", "A program to start from."),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    let forms = ["shell", "python", "json"].filter { arguments.has("--\($0)") }
    guard forms.count <= 1 else {
      throw CommandFailure(.badInput, "only one of --shell, --python and --json can be printed")
    }
    guard arguments.operands.count <= 1 else {
      throw CommandFailure(.badInput, "env takes one service at a time")
    }
    guard let name = arguments.operands.first else {
      guard forms.first != "python", arguments.value("--url") == nil else {
        throw CommandFailure(.badInput, "--python and --url need a service: env SERVICE")
      }
      return try printAll(arguments, asJSON: forms.first == "json")
    }
    let (description, urls) = try find(name, arguments)
    if forms.first == "json" {
      Terminal.print(text(.object(description.variables(urls: urls))))
      return .fine
    }
    let form = forms.first ?? "text"
    guard let snippet = description.snippets[form] else {
      throw CommandFailure(.badInput, "\(name) has no snippet for \(form)")
    }
    Terminal.print(Template.fill(snippet, with: description.parameters(urls: urls)))
    return .fine
  }

  private static func printAll(
    _ arguments: Arguments, asJSON: Bool
  ) throws(CommandFailure) -> ExitCode {
    var all = JSONObject()
    for name in ServiceCatalogue.names {
      let (description, urls) = try find(name, arguments)
      for variable in description.variables(urls: urls).members {
        all[variable.key] = variable.value
      }
    }
    if asJSON {
      Terminal.print(text(.object(all)))
    } else {
      for variable in all.members {
        Terminal.print("export \(variable.key)=\(ShellWord.quoted(variable.value.string ?? ""))")
      }
    }
    return .fine
  }

  /// What a service is and where it and its companions are.
  private static func find(
    _ name: String, _ arguments: Arguments
  ) throws(CommandFailure) -> (ServiceDescription, urls: [String: String]) {
    let description = try describe(name, arguments)
    let name = description.name
    var urls: [String: String] = [:]
    for member in [name] + description.companions {
      let member = member == name ? description : try describe(member, arguments)
      for listener in member.listeners {
        urls[listener.name] = try url(of: listener, of: member, arguments)
      }
    }
    if arguments.value("--ready-file") == nil, let text = arguments.value("--url") {
      urls[name] = try given(text, for: description.listener)
    }
    return (description, urls)
  }

  /// Where a listener is: as the ready file tells, else on its usual port.
  private static func url(
    of listener: ListenerDescription, of service: ServiceDescription, _ arguments: Arguments
  ) throws(CommandFailure) -> String {
    if let file = arguments.value("--ready-file") {
      return try ReadyFile(file).url(of: listener, of: service)
    }
    guard listener.port != 0 || arguments.value("--url") != nil else {
      throw CommandFailure(
        .badInput, "\(listener.name) has no usual port: add --url URL or --ready-file FILE")
    }
    return listener.url(at: "127.0.0.1:\(listener.port)")
  }

  /// The address that somebody gave instead of the usual one.
  private static func given(
    _ text: String, for listener: ListenerDescription
  ) throws(CommandFailure) -> String {
    guard listener.isHTTP else {
      guard text.hasPrefix("\(listener.scheme)://") else {
        let example = listener.url(at: "127.0.0.1:\(listener.port)")
        throw CommandFailure(
          .badInput, "\"\(text)\" is no \(listener.scheme) URL, as \(example)")
      }
      return text
    }
    guard let url = HTTPURL(text) else {
      throw CommandFailure(.badInput, "\"\(text)\" is no http URL, as http://127.0.0.1:5446")
    }
    return url.description
  }

  private static func describe(
    _ name: String, _ arguments: Arguments
  ) throws(CommandFailure) -> ServiceDescription {
    if OwnService.isMeant(by: name) {
      return try OwnService.blueprint(name, profile: arguments.value("--profile")).description
    }
    let source = try ServiceCatalogue.source(arguments, for: name)
    return try ServiceCatalogue.blueprint(
      name, from: source, profile: arguments.value("--profile")
    ).description
  }

  private static func text(_ value: JSONValue) -> String {
    String(decoding: JSONWriter.pretty(value), as: UTF8.self)
  }
}
