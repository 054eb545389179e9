import ContractRunner
import Contracts
import JSON
import MockServer
import Synchronization

/// Holds the messages that clients publish to the contracts of the services, which the binary carries.
enum MessageChecks {
  /// Those that reach a service; what clients send each other is none of the contract's business. Each
  /// contract is read when the first message comes.
  static let builtIn: MessageCheck = { service, message, isTaken in
    guard isTaken else { return [] }
    return judges.judge(of: service.name)?.judge(SentMessage(message)).mismatches ?? []
  }

  private static let judges = Judges()

  private final class Judges: Sendable {
    private let read = Mutex<[String: MessageJudge?]>([:])

    func judge(of service: String) -> MessageJudge? {
      read.withLock { read in
        if let known = read[service] { return known }
        let name = "contracts/\(service).json"
        let contract = Bundle.contract(name).flatMap { try? Contract.read($0, name: name) }
        let judge = contract.map(MessageJudge.init)
        read[service] = .some(judge)
        return judge
      }
    }
  }
}

extension SentMessage {
  init(_ message: ServiceMessage) {
    self.init(
      contents: message.contents, contentType: message.contentType, metadata: message.metadata)
  }
}

extension Judge.Verdict {
  /// What the nearest interaction has against a message, each as JSON.
  var mismatches: [JSONValue] {
    switch self {
    case .covered: []
    case .uncovered: [["words": "no message of the contract resembles it"]]
    case .answerDiffers(let miss): miss.mismatches.map(\.json)
    case .breach(let misses): misses.first?.mismatches.map(\.json) ?? []
    }
  }
}
