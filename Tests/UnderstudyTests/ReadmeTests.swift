import HTTPClient
import HTTPMessage
import JSON
import MockSupport
import Testing

/// What the README shows of a service of one's own, done.
@Suite struct `The README's own service` {
  private struct Section {
    /// What is fenced as JSON, in order.
    var json: [String] = []
    /// The lines of the block that holds `curl` lines.
    var session: [String] = []

    init(of title: String) {
      let text = String(decoding: Repository.bytes("README.md"), as: UTF8.self)
      let sections = text.split(separator: "\n## ")
      let section = sections.first { $0.hasPrefix(title + "\n") } ?? ""
      for (place, part) in section.split(separator: "```", omittingEmptySubsequences: false)
        .enumerated() where place % 2 == 1
      {
        if part.hasPrefix("json\n") {
          json.append(String(part.dropFirst("json\n".count)))
        } else {
          session += part.split(separator: "\n").map(String.init)
        }
      }
    }
  }

  /// A `curl` line and what it prints.
  private struct Call {
    let line: String
    var method = HTTPMethod.get
    var url = ""
    var body = ""
    var output = ""

    /// Words as a shell reads them, as far as the README needs it.
    init(_ line: String) {
      self.line = line
      var words: [String] = []
      for (place, part) in line.split(separator: "'", omittingEmptySubsequences: false).enumerated()
      {
        words += place % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
      }
      var rest = words.dropFirst(2)
      while let word = rest.popFirst() {
        switch word {
        case "-X": method = HTTPMethod(rest.popFirst() ?? "")
        case "-d":
          body = rest.popFirst() ?? ""
          if method == .get { method = .post }
        default: url = word
        }
      }
    }
  }

  @Test func `answers as it is printed there`() throws {
    let section = Section(of: "Mock your own service")
    try #require(section.json.count == 2)
    let folder = try TemporaryFolder()
    try folder.write("service.json", Array(section.json[0].utf8))
    try folder.write("books.json", Array(section.json[1].utf8))
    var calls: [Call] = []
    for line in section.session {
      if line.hasPrefix("$ curl ") {
        calls.append(Call(line))
      } else {
        try #require(!calls.isEmpty)
        calls[calls.count - 1].output += line
      }
    }
    try #require(calls.count > 5)

    let process = try UnderstudyProcess(["serve", folder.path, "--port", "0", "--json"])
    let addresses = try JSONReader.value(of: Array(try #require(process.nextLine()).utf8))
    let address = try #require(addresses["services"]?["library"]?["url"]?.string)
    let printed = "http://127.0.0.1:8100"
    for call in calls {
      let target = String(call.url.dropFirst(printed.count))
      let response = try HTTPClient(try #require(HTTPURL(address)))
        .send(call.method, target, fields: [:], body: Array(call.body.utf8))
      let output = String(decoding: response.body, as: UTF8.self).replacing(address, with: printed)
      #expect(output == call.output, "\(call.line)")
    }
  }
}
