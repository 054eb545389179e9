import Foundation
import FoundationNetworking
import HTTPMessage
import Synchronization

/// Collects what a session hears, for whoever waits for it.
final class Exchanges: NSObject, URLSessionDataDelegate {
  struct Answer: Sendable {
    let response: HTTPURLResponse
    let body: Data

    var message: HTTPResponse {
      var fields = HTTPFields()
      for (name, value) in response.allHeaderFields {
        fields.append(HTTPFieldName("\(name)"), "\(value)")
      }
      return HTTPResponse(
        status: HTTPStatus(response.statusCode), fields: fields, body: Array(body))
    }
  }

  typealias Waiting = CheckedContinuation<Result<Answer, any Error>, Never>

  private struct Open {
    let waiting: Waiting
    var body = Data()
  }

  /// By the identifier of the task.
  private let open = Mutex<[Int: Open]>([:])

  /// Starts a task; its outcome, whatever it is, goes to `waiting`.
  func start(_ task: URLSessionDataTask, waiting: Waiting) {
    open.withLock { $0[task.taskIdentifier] = Open(waiting: waiting) }
    task.resume()
  }

  /// Ends the waiting for a task at once. URLSession on Linux does not always tell that a task that
  /// was just started has been cancelled.
  func abandon(_ task: URLSessionDataTask) {
    let abandoned = open.withLock { $0.removeValue(forKey: task.taskIdentifier) }
    abandoned?.waiting.resume(returning: .failure(URLError(.cancelled)))
    task.cancel()
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    open.withLock { $0[dataTask.taskIdentifier]?.body.append(data) }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    guard let open = open.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
    if let error {
      open.waiting.resume(returning: .failure(error))
    } else if let response = task.response as? HTTPURLResponse {
      open.waiting.resume(returning: .success(Answer(response: response, body: open.body)))
    } else {
      open.waiting.resume(returning: .failure(URLError(.badServerResponse)))
    }
  }

  /// Makes every redirect an answer; ``Redirect`` decides about it.
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}
