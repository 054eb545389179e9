import Glibc
public import HTTPMessage
import Threads

/// Sends requests to one server from threads of its own, so that nobody who asks has to wait.
///
/// A bounded number of threads, started as they are needed, each with a connection that it keeps.
/// What is asked beyond that waits its turn.
public final class HTTPClientPool: Sendable {
  public typealias Outcome = Result<HTTPResponse, HTTPClientError>

  public let url: HTTPURL
  private let queue: Queue

  /// - Parameters:
  ///   - limit: requests under way at once.
  ///   - timeout: for connecting, and for each wait for bytes, in milliseconds.
  public init(_ url: HTTPURL, limit: Int = 32, timeout: Int = 30_000) {
    self.url = url
    queue = Queue(url: url, limit: max(1, limit), timeout: timeout)
  }

  /// What waits is let go, what is under way still gets its answer.
  deinit { queue.end() }

  /// Sends a request exactly as it is and calls `done`, on one of the pool's threads, with the answer.
  public func send(_ request: HTTPRequest, done: @escaping @Sendable (Outcome) -> Void) {
    queue.add(Queue.Job(request: request, done: done))
  }
}

/// The jobs that wait, and the threads that take them. Everything is behind the lock.
private final class Queue: @unchecked Sendable {
  struct Job: Sendable {
    let request: HTTPRequest
    let done: @Sendable (HTTPClientPool.Outcome) -> Void
  }

  private let url: HTTPURL
  private let limit: Int
  private let timeout: Int
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var jobs: [Job] = []
  /// The first job that waits; those before it are gone.
  private var first = 0
  private var threads = 0
  private var idle = 0
  private var hasEnded = false

  init(url: HTTPURL, limit: Int, timeout: Int) {
    self.url = url
    self.limit = limit
    self.timeout = timeout
    pthread_mutex_init(lock, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    pthread_cond_destroy(change)
    lock.deallocate()
    change.deallocate()
  }

  private var waiting: Int { jobs.count - first }

  func add(_ job: Job) {
    pthread_mutex_lock(lock)
    jobs.append(job)
    let needsThread = waiting > idle && threads < limit
    if needsThread { threads += 1 }
    pthread_cond_signal(change)
    pthread_mutex_unlock(lock)
    guard needsThread else { return }
    do throws(ThreadError) {
      try DetachedThread.start { self.work() }
    } catch {
      drop(job, because: error)
    }
  }

  /// Without a thread to do it, and none to come, a job would wait for ever.
  private func drop(_ job: Job, because error: ThreadError) {
    pthread_mutex_lock(lock)
    threads -= 1
    let isStranded = threads == 0
    if isStranded { (jobs, first) = ([], 0) }
    pthread_mutex_unlock(lock)
    if isStranded { job.done(.failure(.cannotConnect(url, "\(error)"))) }
  }

  private func work() {
    let connection = HTTPClientConnection(url, timeout: timeout)
    while let job = next() {
      do throws(HTTPClientError) {
        job.done(.success(try connection.exchange(job.request)))
      } catch {
        job.done(.failure(error))
      }
    }
  }

  /// The next job; nil at the end.
  private func next() -> Job? {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    idle += 1
    while waiting == 0, !hasEnded { pthread_cond_wait(change, lock) }
    idle -= 1
    guard !hasEnded else {
      threads -= 1
      return nil
    }
    let job = jobs[first]
    first += 1
    if first == jobs.count { (jobs, first) = ([], 0) }
    return job
  }

  func end() {
    pthread_mutex_lock(lock)
    hasEnded = true
    let left = jobs
    (jobs, first) = ([], 0)
    pthread_cond_broadcast(change)
    pthread_mutex_unlock(lock)
    // Out of the lock: who owes an answer learns by this that none comes.
    _ = left
  }
}
