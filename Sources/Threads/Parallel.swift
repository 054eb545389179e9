import Dispatch
import Synchronization

/// Work that is done on all cores at once.
public enum Parallel {
  /// What `body` gives for each element, in their order; waits for all of them.
  ///
  /// - Throws: what `body` threw for the first element, in their order, for which it threw.
  public static func map<Element: Sendable, Value: Sendable, Failure: Error>(
    _ elements: [Element], _ body: @Sendable (Element) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    let results = Mutex([Result<Value, Failure>?](repeating: nil, count: elements.count))
    DispatchQueue.concurrentPerform(iterations: elements.count) { place in
      let result: Result<Value, Failure>
      do throws(Failure) {
        result = .success(try body(elements[place]))
      } catch {
        result = .failure(error)
      }
      results.withLock { $0[place] = result }
    }
    var values: [Value] = []
    for result in results.withLock({ $0 }) {
      if let result { values.append(try result.get()) }
    }
    return values
  }
}
