import Contracts
import HTTPMessage

/// Which operations with which answers were recorded, against those that contracts hold.
public struct Coverage: Sendable {
  /// One operation.
  public struct Row: Sendable {
    public let method: String
    /// With `{id}` for what differs from call to call.
    public let path: String
    /// Status codes in the contracts.
    public internal(set) var described: Set<Int> = []
    /// How often each status code was recorded.
    public internal(set) var seen: [Int: Int] = [:]

    public var both: [Int] { seen.keys.filter(described.contains).sorted() }
    public var seenOnly: [Int] { seen.keys.filter { !described.contains($0) }.sorted() }
    public var describedOnly: [Int] { described.filter { seen[$0] == nil }.sorted() }
  }

  /// A message that contracts hold.
  public struct MessageRow: Sendable {
    public let description: String
    /// How often it was recorded.
    public internal(set) var seen = 0
  }

  /// By path and method.
  public let rows: [Row]
  /// In the contracts' order.
  public let messages: [MessageRow]

  init(_ rows: [Row], messages: [MessageRow] = []) {
    self.rows = rows.sorted { ($0.path, $0.method) < ($1.path, $1.method) }
    self.messages = messages
  }

  /// How many there are of a kind.
  public struct Count: Sendable {
    public let described: Int
    public let seen: Int
    public let both: Int
  }

  public var operations: Count {
    Count(
      described: rows.count { !$0.described.isEmpty }, seen: rows.count { !$0.seen.isEmpty },
      both: rows.count { !$0.described.isEmpty && !$0.seen.isEmpty })
  }

  /// Operations with one status code each.
  public var answers: Count {
    Count(
      described: rows.reduce(0) { $0 + $1.described.count },
      seen: rows.reduce(0) { $0 + $1.seen.count },
      both: rows.reduce(0) { $0 + $1.both.count })
  }
}

/// Counts answers by operation.
struct CoverageCount {
  private struct Key: Hashable {
    let method: String
    let path: String
  }

  private let names: OperationNames
  private var rows: [Key: Coverage.Row] = [:]
  private var messages: [Coverage.MessageRow] = []
  /// Names of paths that came before; recordings ask for the same ones again and again.
  private var known: [String: String] = [:]

  init(_ contracts: [Contract]) {
    let exchanges = contracts.flatMap(\.interactions).compactMap {
      interaction -> (request: RequestPattern, response: ResponsePattern)? in
      guard case .http(let request, let response) = interaction.exchange else { return nil }
      return (request, response)
    }
    names = OperationNames(exchanges.map(\.request))
    for interaction in contracts.flatMap(\.interactions)
    where interaction.exchange.sentMessage != nil {
      if messages.contains(where: { $0.description == interaction.description }) { continue }
      messages.append(Coverage.MessageRow(description: interaction.description))
    }
    for exchange in exchanges {
      for path in names.names(of: exchange.request) {
        row(exchange.request.method, path) { $0.described.insert(exchange.response.status) }
      }
    }
  }

  /// Counts a recorded exchange.
  ///
  /// - Parameter isAccepted: whether a contract has such an answer, be it by a rule for statuses.
  mutating func add(_ exchange: RecordedExchange, isAccepted: Bool) {
    let path = String(decoding: exchange.request.target.path, as: UTF8.self)
    let name = known[path] ?? names.name(of: path)
    known[path] = name
    let status = exchange.response.status.code
    row(exchange.request.method.name, name) { row in
      row.seen[status, default: 0] += 1
      if isAccepted { row.described.insert(status) }
    }
  }

  private mutating func row(
    _ method: String, _ path: String, _ change: (inout Coverage.Row) -> Void
  ) {
    let key = Key(method: method.uppercased(), path: path)
    change(&rows[key, default: Coverage.Row(method: key.method, path: path)])
  }

  /// Counts a recorded message, by the interaction that accepts it.
  mutating func add(_ interaction: Interaction) {
    guard let row = messages.firstIndex(where: { $0.description == interaction.description })
    else { return }
    messages[row].seen += 1
  }

  var coverage: Coverage { Coverage(Array(rows.values), messages: messages) }
}
