import Foundation
import FoundationNetworking

/// Counts somebody's jobs at a workqueue; asks again when the service is busy or the line breaks.
public struct Ledger: Sendable {
  public enum Problem: Error, Equatable {
    /// Asked so many times without an answer that helps.
    case gaveUp(attempts: Int)
    case refused(status: Int)
  }

  private let url: String
  private let token: String
  private let attempts: Int
  private let patience: TimeInterval

  /// - Parameters:
  ///   - url: with the service's prefix.
  ///   - patience: for each attempt, in seconds.
  public init(url: String, token: String, attempts: Int = 3, patience: TimeInterval = 10) {
    self.url = url
    self.token = token
    self.attempts = attempts
    self.patience = patience
  }

  public func jobCount() async throws -> Int {
    guard let place = URL(string: url + "/jobs") else { throw URLError(.badURL) }
    var request = URLRequest(url: place)
    request.setValue(token, forHTTPHeaderField: "X-Token")
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = patience
    let session = URLSession(configuration: configuration)
    defer { session.finishTasksAndInvalidate() }
    for _ in 0..<attempts {
      guard let (data, response) = try? await session.data(for: request),
        let status = (response as? HTTPURLResponse)?.statusCode
      else { continue }
      if status == 200 {
        return try JSONDecoder().decode([Job].self, from: data).count
      }
      guard status == 503 else { throw Problem.refused(status: status) }
    }
    throw Problem.gaveUp(attempts: attempts)
  }

  private struct Job: Decodable {
    let id: Int
  }
}
