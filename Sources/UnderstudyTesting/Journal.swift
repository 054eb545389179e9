import HTTPMessage
import MockServer

/// A request that a mock has answered.
public struct ReceivedRequest: Sendable, CustomStringConvertible {
  private let entry: JournalEntry
  private let request: HTTPRequest

  init?(_ entry: JournalEntry) {
    guard let request = entry.request else { return nil }
    self.entry = entry
    self.request = request
  }

  public var method: String { request.method.name }
  /// As it came, still percent-encoded, without the query.
  public var path: String { String(decoding: request.target.path, as: UTF8.self) }
  /// The query's pairs in order, decoded.
  public var query: [(name: String, value: String)] { request.target.queryItems }
  /// The first header of this name, in any case.
  public func header(_ name: String) -> String? { request.fields[HTTPFieldName(name)] }
  public var body: String { String(decoding: entry.requestBody, as: UTF8.self) }
  public var bodyBytes: [UInt8] { entry.requestBody }
  /// What it was answered; what the client saw may be less, where a ``fault`` hit.
  public var status: Int { entry.status.code }
  public var answer: String { String(decoding: entry.responseBody, as: UTF8.self) }
  /// Why it was refused.
  public var reason: String? { entry.reason }
  /// Whether path and method led to something that the service has.
  public var isMatched: Bool { entry.isMatched }
  /// What went wrong with the answer, as `status 503`.
  public var fault: String? { entry.fault?.summary }

  /// `GET /v1.0/instances → 503 (status 503)`
  public var description: String {
    "\(method) \(request.target.pathAndQuery) → \(status)" + (fault.map { " (\($0))" } ?? "")
  }
}

extension Understudy {
  /// What a service was asked, oldest first. Whoever has an answer finds its request here.
  ///
  /// - Throws: ``UnderstudyError`` when the test has no such service.
  public func requests(of service: MockedService? = nil) throws(UnderstudyError)
    -> [ReceivedRequest]
  {
    try world(service).journal.entries().compactMap(ReceivedRequest.init)
  }
}
