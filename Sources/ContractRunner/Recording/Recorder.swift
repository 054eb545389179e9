import Contracts
public import HTTPMessage
import JSON
import Synchronization

/// Writes exchanges into a contract file, each that is new once.
public final class Recorder: Sendable {
  /// What became of an exchange.
  public enum Outcome: Sendable, Equatable {
    /// It is in the file now, under this description.
    case recorded(String)
    /// An equal one was in the file already.
    case known
    /// It could not be written; why, in words.
    case failed(String)
  }

  private let sketch: ExchangeSketch
  private let state: Mutex<State>

  private struct State: ~Copyable {
    let file: RecordingFile
    var identities: Set<[UInt8]> = []
    var titles = Titles()
    var recorded = 0
  }

  /// - Parameters:
  ///   - file: the file, empty or with the interactions of `before` in it.
  ///   - redacts: whether secrets are taken out.
  ///   - before: what is in the file already.
  public init(
    to file: sending RecordingFile, rules: RecordingRules, redacts: Bool = true,
    goingOnFrom before: RecordedBefore? = nil
  ) {
    sketch = ExchangeSketch(redactor: Redactor(rules, isOff: !redacts))
    var identities: Set<[UInt8]> = []
    var titles = Titles()
    for interaction in before?.contract.interactions ?? [] {
      titles.take(interaction.description)
      guard case .http(let request, let response) = interaction.exchange else { continue }
      identities.insert(sketch.interaction(request.example, response.example).identity)
    }
    state = Mutex(State(file: file, identities: identities, titles: titles))
  }

  /// Takes an exchange. When it is new, it is in the file when this returns.
  public func take(_ request: HTTPRequest, _ response: HTTPResponse) -> Outcome {
    let interaction = sketch.interaction(request, response)
    return state.withLock { state in
      guard !state.identities.contains(interaction.identity) else { return .known }
      let description = state.titles.unused(interaction.title)
      do throws(RecorderError) {
        try state.file.append(interaction.json(description: description))
      } catch {
        return .failed(error.description)
      }
      state.titles.take(description)
      state.identities.insert(interaction.identity)
      state.recorded += 1
      return .recorded(description)
    }
  }

  /// A request's path and query without secrets, for people.
  func target(of request: HTTPRequest) -> String {
    RequestSketch(redactor: sketch.redactor, style: sketch.style).target(request)
  }

  /// How many interactions were added.
  public var recorded: Int { state.withLock { $0.recorded } }

  /// Makes sure that all is on the disk.
  public func finish() { state.withLock { $0.file.finish() } }
}

/// The descriptions of a contract, of which no two may be equal.
struct Titles {
  private var taken: Set<String> = []
  private var counts: [String: Int] = [:]

  mutating func take(_ description: String) { taken.insert(description) }

  /// The title itself, or with a number behind it.
  mutating func unused(_ title: String) -> String {
    guard taken.contains(title) else { return title }
    var number = counts[title] ?? 2
    while taken.contains("\(title) (\(number))") { number += 1 }
    counts[title] = number
    return "\(title) (\(number))"
  }
}
