import MockServer

/// What a command takes.
struct CommandSpecification {
  struct Option {
    /// With its dashes.
    let name: String
    /// What its value is called; nil for a switch.
    let value: String?
    let help: String

    init(_ name: String, _ value: String? = nil, _ help: String) {
      self.name = name
      self.value = value
      self.help = help
    }
  }

  let name: String
  let summary: String
  /// What follows the command's name, for example `[SERVICE…]`.
  let operands: String
  let options: [Option]
  /// Command lines, each with what it does.
  let examples: [(String, String)]

  var help: String {
    let left =
      options.map { [$0.name, $0.value].compactMap(\.self).joined(separator: " ") } + ["--help"]
    let width = left.map(\.count).max() ?? 0
    let texts = options.map(\.help) + ["Print this."]
    let lines = zip(left, texts).map { name, text in
      "  \(name)\(String(repeating: " ", count: width - name.count))  \(text)"
    }
    let shown = examples.map { "  \($0.0)\n      \($0.1)" }
    return """
      \(summary)

      Usage: understudy \(name) \(operands.isEmpty ? "" : operands + " ")[OPTION…]

      Options:
      \(lines.joined(separator: "\n"))

      Examples:
      \(shown.joined(separator: "\n"))

      """
  }
}

/// A command's words, read by its specification.
struct Arguments {
  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]
  /// Everything as it was given.
  let words: [String]

  /// Takes `--name VALUE`, `--name=VALUE` and switches; `--` ends the options. What begins like a
  /// number below zero is no option.
  init(_ words: [String], _ specification: CommandSpecification) throws(CommandFailure) {
    self.words = words
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        return
      }
      guard word.hasPrefix("-"), let second = word.dropFirst().first, !second.isNumber else {
        operands.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let option = specification.options.first(where: { $0.name == name }) else {
        throw CommandFailure(
          .badInput,
          "\(specification.name) has no option \(name)"
            + Suggestion.hint(for: name, among: specification.options.map(\.name)))
      }
      if option.value == nil {
        guard parts.count == 1 else { throw CommandFailure(.badInput, "\(name) takes no value") }
        values[name, default: []].append("")
      } else if let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() {
        values[name, default: []].append(value)
      } else {
        throw CommandFailure(.badInput, "\(name) needs a value: \(name) \(option.value ?? "")")
      }
    }
  }

  /// The whole command, to be pasted, with `…` for the values of options that may be secrets.
  func commandLine(
    of specification: CommandSpecification, hiding secret: [String] = []
  ) -> String {
    var shown = ["understudy", specification.name]
    var hidesNext = false
    for (place, word) in words.enumerated() {
      let isOption = !words[..<place].contains("--")
      let name = String(word.prefix { $0 != "=" })
      if hidesNext {
        shown.append("…")
      } else if isOption, word.contains("="), secret.contains(name) {
        shown.append("\(name)=…")
      } else {
        shown.append(ShellWord.quotedIfNeeded(word))
      }
      hidesNext = isOption && !hidesNext && secret.contains(word)
    }
    return shown.joined(separator: " ")
  }

  func has(_ name: String) -> Bool { values[name] != nil }

  /// The last value given.
  func value(_ name: String) -> String? { values[name]?.last }

  func all(_ name: String) -> [String] { values[name] ?? [] }
}
