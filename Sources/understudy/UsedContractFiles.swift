import ContractRunner
import Contracts
import Glibc
import HTTPMessage
import JSON

/// What `check --write` writes: a file per contract.
struct UsedContractFiles {
  private let path: String
  private let consumer: String?
  private let used: [String: UsedContract]
  private let isFolder: Bool

  /// Nil when nothing is to be written.
  init?(_ contracts: [Contract], _ arguments: Arguments) throws(CommandFailure) {
    guard let path = arguments.value("--write") else {
      guard arguments.value("--consumer") == nil else {
        throw CommandFailure(.badInput, "--consumer names who is written by --write FILE")
      }
      return nil
    }
    var status = stat()
    isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    guard isFolder || contracts.count == 1 else {
      throw CommandFailure(
        .badInput,
        "\(contracts.count) contracts come to as many files: --write needs a folder that exists, not \"\(path)\""
      )
    }
    if !isFolder { try WholeFile.check(path, calledA: "the contract") }
    let rules = try Bundle.recordingRules()
    self.path = path
    consumer = arguments.value("--consumer")
    used = Dictionary(
      contracts.map { ($0.provider, UsedContract(rules: rules)) }, uniquingKeysWith: { $1 })
  }

  func take(
    _ request: HTTPRequest, _ response: HTTPResponse, _ verdict: Judge.Verdict, provider: String
  ) {
    if case .covered = verdict { return }
    used[provider]?.take(request, response)
  }

  func write(_ trials: [Trial]) throws(CommandFailure) {
    for trial in trials {
      guard let used = used[trial.contract.provider] else { continue }
      let contract: JSONObject
      do throws(ContractError) {
        contract = try used.contract(of: trial, consumer: consumer)
      } catch {
        throw CommandFailure(.badInput, error.description)
      }
      let name = "\(consumer ?? trial.contract.consumer)-\(trial.contract.provider).json"
      let file = isFolder ? "\(path)/\(name.replacing("/", with: "-"))" : path
      try WholeFile.write(ContractWriter.text(contract), to: file, calledA: "the contract")
      let count = contract["interactions"]?.array?.count ?? 0
      Terminal.print(
        "\(file): \(count) interactions, \(trial.exercised.count) of the contract's own")
    }
  }
}
