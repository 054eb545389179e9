import Contracts
import MockServer

/// `understudy convert`: writes a contract anew.
enum ConvertCommand: Command {
  static let specification = CommandSpecification(
    name: "convert",
    summary: "Write a contract of any version as V3 or V4, in canonical form.",
    operands: "CONTRACT",
    options: [
      .init("--to", "v3|v4", "The version to write (required)."),
      .init("--out", "FILE", "Where to; standard output by default."),
    ],
    examples: [
      (
        "understudy convert old.json --to v4 --out new.json",
        "A file of Pact V1, V2 or V3 as V4."
      ),
      (
        "understudy convert contracts/trove.json --to v4 --out contracts/trove.json",
        "The same file in canonical form: one order, two spaces a level."
      ),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    guard arguments.operands.count <= 1 else {
      throw CommandFailure(.badInput, "convert takes one contract at a time")
    }
    let target = try version(arguments.value("--to"))
    for contract in try ContractFiles.read(arguments.operands) {
      let written = try convert(contract, to: target)
      for note in written.notes { Terminal.note("note: \(note)") }
      if let path = arguments.value("--out") {
        try WholeFile.write(written.text, to: path, calledA: "the contract")
      } else {
        Terminal.write(String(decoding: written.text, as: UTF8.self))
      }
    }
    return .fine
  }

  private static func convert(
    _ contract: Contract, to version: PactVersion
  ) throws(CommandFailure) -> Contract.Written {
    do throws(ContractError) {
      return try contract.written(as: version)
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }

  private static func version(_ text: String?) throws(CommandFailure) -> PactVersion {
    switch text?.lowercased() {
    case "v3": return .v3
    case "v4": return .v4
    case nil: throw CommandFailure(.badInput, "--to v3 or --to v4 is needed")
    case let other?: throw CommandFailure(.badInput, "--to takes v3 or v4, not \"\(other)\"")
    }
  }
}
