import Testing

@testable import understudy

@Suite struct `Words of a command` {
  private static let specification = CommandSpecification(
    name: "paint", summary: "Paint things.", operands: "[THING…]",
    options: [
      .init("--colour", "NAME", "Which."), .init("--brush", "N|NAME=N", "With what."),
      .init("--dry", nil, "Only say so."),
    ],
    examples: [("understudy paint fence", "The fence.")])

  private static func read(_ line: String) throws -> Arguments {
    try Arguments(line.split(separator: " ").map(String.init), specification)
  }

  @Test func `that are no options are operands, in order`() throws {
    #expect(
      try Self.read("fence --dry wall - --colour red gate").operands == [
        "fence", "wall", "-", "gate",
      ])
  }

  @Test(arguments: [
    "--colour red", "--colour=red", "--colour blue --colour red", "x --colour=red y",
  ])
  func `give an option its last value`(line: String) throws {
    #expect(try Self.read(line).value("--colour") == "red")
  }

  @Test func `give an option all its values`() throws {
    let arguments = try Self.read("--brush 1 --dry --brush=a=2")
    #expect(arguments.all("--brush") == ["1", "a=2"])
    #expect(arguments.all("--colour") == [])
  }

  @Test func `may give an empty value, or one that looks like an option`() throws {
    #expect(try Self.read("--colour=").value("--colour") == "")
    #expect(try Self.read("--colour --dry").value("--colour") == "--dry")
    #expect(try !Self.read("--colour --dry").has("--dry"))
  }

  @Test func `turn a switch on`() throws {
    #expect(try Self.read("--dry").has("--dry"))
    #expect(try !Self.read("dry").has("--dry"))
  }

  @Test func `are no options behind two dashes`() throws {
    let arguments = try Self.read("a -- --dry --other --")
    #expect(arguments.operands == ["a", "--dry", "--other", "--"])
    #expect(!arguments.has("--dry"))
  }

  @Test func `that begin like numbers below zero are operands`() throws {
    #expect(try Self.read("-1h -0.5 --dry").operands == ["-1h", "-0.5"])
  }

  @Test func `are kept as they were given`() throws {
    #expect(try Self.read("a --colour=red -- b").words == ["a", "--colour=red", "--", "b"])
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let line: String
    let message: String
    var testDescription: String { line }

    init(_ line: String, _ message: String) {
      self.line = line
      self.message = message
    }
  }

  @Test(arguments: [
    Case("--color red", "paint has no option --color; did you mean \"--colour\"?"),
    Case("--color=red", "paint has no option --color; did you mean \"--colour\"?"),
    Case("--quick", "paint has no option --quick; known: --brush, --colour, --dry"),
    Case("-d", "paint has no option -d; known: --brush, --colour, --dry"),
    Case("--dry=yes", "--dry takes no value"),
    Case("--dry=", "--dry takes no value"),
    Case("fence --colour", "--colour needs a value: --colour NAME"),
    Case("--brush", "--brush needs a value: --brush N|NAME=N"),
  ])
  func `that make no sense are refused`(example: Case) throws {
    let failure = try #require(throws: CommandFailure.self) { try Self.read(example.line) }
    #expect(failure.message == example.message)
    #expect(failure.code == .badInput)
  }

  @Test func `are explained by the help`() {
    #expect(
      Self.specification.help == """
        Paint things.

        Usage: understudy paint [THING…] [OPTION…]

        Options:
          --colour NAME     Which.
          --brush N|NAME=N  With what.
          --dry             Only say so.
          --help            Print this.

        Examples:
          understudy paint fence
              The fence.

        """)
  }
}
