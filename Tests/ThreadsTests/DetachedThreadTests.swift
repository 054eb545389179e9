import Glibc
import Testing
import Threads

@Suite struct `A thread of its own` {
  @Test func `runs what it is given, and takes no signals`() async throws {
    let blocked = try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<[Bool], any Error>) in
      do throws(ThreadError) {
        try DetachedThread.start {
          var mask = sigset_t()
          pthread_sigmask(SIG_SETMASK, nil, &mask)
          continuation.resume(
            returning: [SIGINT, SIGTERM, SIGHUP].map { sigismember(&mask, $0) == 1 })
        }
      } catch {
        continuation.resume(throwing: error)
      }
    }
    #expect(blocked == [true, true, true])
  }

  @Test func `that can't be had says why`() {
    #expect("\(ThreadError(code: EAGAIN))".hasPrefix("no thread could be started: "))
  }
}
