import Glibc

/// Runs what blocks on a thread of its own, so that no task is kept from running by it.
func blocking<Value: Sendable>(
  _ body: @escaping @Sendable () throws(ConnectionError) -> Value
) async -> Result<Value, ConnectionError> {
  await withCheckedContinuation { continuation in
    let work = Work {
      do throws(ConnectionError) {
        continuation.resume(returning: .success(try body()))
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    var thread = pthread_t()
    guard pthread_create(&thread, nil, runWork, Unmanaged.passRetained(work).toOpaque()) == 0 else {
      return work.run()
    }
    pthread_detach(thread)
  }
}

private final class Work: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runWork(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let pointer else { return nil }
  Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run()
  return nil
}
