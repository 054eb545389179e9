import JSON
import MockSupport
import Testing

@testable import understudy

/// The README and the guides, held to the command line that there is.
@Suite struct `The guides` {
  private static let folder = "Sources/understudy/understudy.docc"
  static let files =
    ["README.md"]
    + Repository.names(in: folder).filter { $0.hasSuffix(".md") }.sorted()
    .map { "\(folder)/\($0)" }

  /// A command line that stands in a file.
  struct Line: Sendable, CustomTestStringConvertible {
    let file: String
    let text: String
    var testDescription: String { "\(file): \(text)" }
  }

  static let lines = files.flatMap { file in
    commands(in: String(decoding: Repository.bytes(file), as: UTF8.self)).map {
      Line(file: file, text: $0)
    }
  }

  /// In blocks, the lines that run it; in prose, code that begins with its name.
  private static func commands(in text: String) -> [String] {
    var found: [String] = []
    for (place, part) in text.split(separator: "```", omittingEmptySubsequences: false).enumerated()
    {
      if place % 2 == 0 {
        found += part.matches(of: /`(understudy [^`]+)`/).map { String($0.1) }
        continue
      }
      let joined = part.replacing("\\\n", with: " ").replacing("eval \"$(", with: "")
      for line in joined.split(separator: "\n") {
        found += line.split(separator: "&& ").map {
          String($0.trimmingPrefix(/[\s$\-]+(?:run: )?/).trimmingPrefix(".build/release/"))
        }.filter { $0.hasPrefix("understudy ") }
      }
    }
    return found
  }

  /// Words as a shell reads them, up to where the command ends.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    for (place, part) in line.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
      if place % 2 == 1 {
        words.append(String(part))
        continue
      }
      for word in part.split(separator: " ") {
        if ["|", "&", ">", "#", "||"].contains(word) { return words }
        words.append(String(word.trimmingPrefix("\"").prefix { !"\")".contains($0) }))
      }
    }
    return words
  }

  @Test func `are all there`() {
    #expect(Self.files.count >= 7)
    for file in Self.files where !file.hasSuffix("Understudy.md") {
      #expect(Self.lines.contains { $0.file == file }, "\(file)")
    }
  }

  @Test(arguments: lines)
  func `name commands and options that there are`(line: Line) throws {
    try Self.parse(line)
  }

  private static func parse(_ line: Line) throws {
    let words = words(line.text).dropFirst()
    let name = try #require(words.first)
    guard let command = CommandLineTool.commands.first(where: { $0.specification.name == name })
    else {
      Issue.record("there is no command \"\(name)\"")
      return
    }
    do throws(CommandFailure) {
      _ = try Arguments(Array(words.dropFirst()), command.specification)
    } catch {
      Issue.record("\(error.message)")
    }
  }

  @Test func `lead to each other by names that there are`() {
    for file in Self.files {
      let text = String(decoding: Repository.bytes(file), as: UTF8.self)
      for link in text.matches(of: /<doc:([A-Za-z]+)>/) {
        #expect(Self.files.contains("\(Self.folder)/\(link.1).md"), "\(file): \(link.0)")
      }
    }
  }

  /// The blocks of a file that are fenced with this word.
  private static func blocks(_ word: String, in file: String) -> [String] {
    let text = String(decoding: Repository.bytes(file), as: UTF8.self)
    return text.matches(of: /```([a-z]*)\n([^`]*)```/).filter { $0.1 == word }.map { String($0.2) }
  }

  @Test func `have a first contract that holds for the README's own service`() throws {
    let contract = try #require(
      Self.blocks("json", in: "\(Self.folder)/WriteAContract.md").first)
    let service = Self.blocks("json", in: "README.md").filter {
      $0.contains("library") || $0.contains("Emma")
    }
    try #require(service.count == 2)
    let folder = try TemporaryFolder()
    try folder.write("library/service.json", Array(service[0].utf8))
    try folder.write("library/books.json", Array(service[1].utf8))
    let path = try folder.write("library.json", Array(contract.utf8))
    let process = try UnderstudyProcess(
      ["serve", "\(folder.path)/library", "--port", "0", "--json"])
    let addresses = try JSONReader.value(of: Array(try #require(process.nextLine()).utf8))
    let url = try #require(addresses["services"]?["library"]?["url"]?.string)
    let verified = try UnderstudyProcess.run(["verify", path, "--provider", url])
    #expect(verified.code == 0)
    #expect(verified.output == "2 passed, 0 failed\n")
    // The service has more books than a page holds.
    #expect(verified.errors.contains("$.next was never absent"))
    let lint = try UnderstudyProcess.run(["lint", path])
    #expect(lint.output.hasPrefix("ok \(path): 2 interactions"))
  }
}
