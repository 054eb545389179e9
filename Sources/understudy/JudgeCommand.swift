import ContractRunner
import Contracts
import Glibc
import JSON
import MockServer

/// `understudy judge`: holds contracts to what real servers said.
enum JudgeCommand: Command {
  static let specification = CommandSpecification(
    name: "judge",
    summary: "Hold contracts to recorded exchanges, and print what the recordings cover.",
    operands: "CONTRACT… --transcripts PATH…",
    options: [
      .init(
        "--transcripts", "PATH",
        "A recording, or a folder of them; may be given again. JSON, JSON lines or HAR."),
      .init("--strict", nil, "A recorded exchange that no interaction covers is a failure, too."),
      ReportFiles.option,
    ],
    examples: [
      (
        "understudy judge contracts/workqueue.json --transcripts recordings",
        "Every exchange below recordings/ that the contract covers must be as it says."
      ),
      (
        "understudy judge contracts/trove.json contracts/keystone.json --transcripts session.har",
        "What a browser or a proxy saved; each exchange is judged by both contracts."
      ),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    let reports = try ReportFiles(arguments)
    let paths = arguments.all("--transcripts")
    guard !paths.isEmpty else {
      throw CommandFailure(
        .badInput, "--transcripts PATH is needed: which recordings shall the contract be held to?")
    }
    let contracts = try ContractFiles.read(arguments.operands)
    let recordings = try RecordingFiles.read(paths)
    for recording in recordings { warn(of: recording) }
    guard recordings.contains(where: { !$0.exchanges.isEmpty || !$0.messages.isEmpty }) else {
      throw CommandFailure(
        .badInput,
        "there is no exchange over HTTP and no message in \(paths.joined(separator: ", "))")
    }
    let inquest = Inquest(contracts, recordings)
    let isStrict = arguments.has("--strict")
    try reports.write(
      RunReport(
        inquest, isStrict: isStrict,
        facts: [RunReport.Fact("Command", arguments.commandLine(of: specification))]))
    Terminal.print(InquestReport.text(inquest, isStrict: isStrict))
    return inquest.isBroken(isStrict: isStrict) ? .brokenContract : .fine
  }

  private static func warn(of recording: Recording) {
    for reason in recording.passedOver { Terminal.note("passed over: \(reason)") }
    if let cut = recording.cut {
      Terminal.note(
        "warning: \(recording.name):\(cut): the recording is cut off here; "
          + "judged are the \(recording.exchanges.count) exchanges before")
    }
  }
}

/// Recordings named on the command line.
enum RecordingFiles {
  private static let endings = [".json", ".jsonl", ".ndjson", ".har"]

  /// - Throws: ``CommandFailure`` that names file, line and column of what is wrong.
  static func read(_ paths: [String]) throws(CommandFailure) -> [Recording] {
    var recordings: [Recording] = []
    for path in paths {
      for file in try files(at: path) {
        guard let text = FixtureSource.read(file) else {
          throw CommandFailure(
            .environment, "cannot read \(file): \(String(cString: strerror(errno)))")
        }
        do throws(RecordingError) {
          recordings.append(try Recording(text, name: file))
        } catch {
          throw CommandFailure(.badInput, error.description)
        }
      }
    }
    return recordings
  }

  /// The file itself; of a folder, all recordings in it and below, by name.
  private static func files(at path: String) throws(CommandFailure) -> [String] {
    guard isFolder(path) else { return [path] }
    var found: [String] = []
    var folders = [path]
    while let folder = folders.popLast() {
      for name in FixtureSource.entries(of: folder) {
        let entry = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
        if isFolder(entry) {
          folders.append(entry)
        } else if endings.contains(where: { name.lowercased().hasSuffix($0) }) {
          found.append(entry)
        }
      }
    }
    guard !found.isEmpty else {
      throw CommandFailure(
        .badInput,
        "\(path) holds no recording: files that end in \(endings.joined(separator: ", "))")
    }
    return found.sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
