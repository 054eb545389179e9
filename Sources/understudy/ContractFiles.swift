import ContractRunner
import Contracts
import Glibc
import MockServer

/// Contract files named on the command line: files on disk, or where there is none of that name, the
/// ones that the binary carries, so that `contracts/workqueue.json` works from any directory.
enum ContractFiles {
  /// - Throws: ``CommandFailure`` that names file, line and column of what is wrong.
  static func read(_ paths: [String]) throws(CommandFailure) -> [Contract] {
    guard !paths.isEmpty else {
      throw CommandFailure(.badInput, "a contract is needed, for example contracts/workqueue.json")
    }
    var contracts: [Contract] = []
    for path in paths { contracts.append(try read(path)) }
    return contracts
  }

  /// One of them.
  static func read(_ path: String) throws(CommandFailure) -> Contract {
    guard let text = FixtureSource.read(path) ?? Bundle.contract(path) else {
      throw CommandFailure(
        .environment, "cannot read \(path): \(String(cString: strerror(errno)))")
    }
    do throws(ContractError) {
      return try Contract.read(text, name: path)
    } catch {
      throw CommandFailure(.badInput, error.description + hint(text, path))
    }
  }

  /// What to do with a recording that breaks off.
  private static func hint(_ text: [UInt8], _ path: String) -> String {
    guard let before = try? RecordedBefore(text, name: path), before.cut != nil else { return "" }
    let count = before.contract.interactions.count
    return
      "\nThe file was cut off; its first \(count) interactions are whole: understudy record … --out \(path) goes on with them"
  }
}
