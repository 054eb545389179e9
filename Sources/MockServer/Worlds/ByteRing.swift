/// Bytes in the order they came, of which the oldest can be dropped.
///
/// Places are counted from the first byte ever written, so they stay valid while the ring turns and
/// while it grows.
struct ByteRing: Sendable {
  private var storage: [UInt8] = []
  private(set) var start = 0
  private(set) var end = 0

  var count: Int { end - start }

  private static let smallest = 16 * 1024

  /// Makes room for `more` bytes at the end.
  mutating func reserve(_ more: Int) {
    guard count + more > storage.count else { return }
    var capacity = max(storage.count, Self.smallest)
    while capacity < count + more { capacity *= 2 }
    var larger = [UInt8](repeating: 0, count: capacity)
    var place = start
    forEachRun(in: start..<end) { run in
      larger.withUnsafeMutableBytes { bytes in
        Self.split(place, run.count, capacity) { offset, from, length in
          bytes[offset..<(offset + length)].copyBytes(from: run[from..<(from + length)])
        }
      }
      place += run.count
    }
    storage = larger
  }

  /// Writes bytes at the end; room for them must have been reserved.
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    storage.withUnsafeMutableBytes { storage in
      Self.split(end, bytes.count, storage.count) { offset, from, length in
        UnsafeMutableRawBufferPointer(rebasing: storage[offset..<(offset + length)])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[from..<(from + length)]))
      }
    }
    end += bytes.count
  }

  /// Drops everything before a place.
  mutating func drop(before place: Int) { start = min(max(start, place), end) }

  mutating func removeAll() { self = ByteRing() }

  /// Reads bytes that are still there.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    forEachRun(in: range.clamped(to: start..<end)) { result.append(contentsOf: $0) }
    return result
  }

  private func forEachRun(in range: Range<Int>, _ body: (ArraySlice<UInt8>) -> Void) {
    Self.split(range.lowerBound, range.count, storage.count) { offset, _, length in
      body(ArraySlice(storage[offset..<(offset + length)]))
    }
  }

  /// Cuts a run of bytes where the ring's storage ends: into one piece or two.
  private static func split(
    _ place: Int, _ count: Int, _ capacity: Int,
    _ body: (_ offset: Int, _ from: Int, _ length: Int) -> Void
  ) {
    guard count > 0 else { return }
    let offset = place & (capacity - 1)
    let first = min(count, capacity - offset)
    body(offset, 0, first)
    if first < count { body(0, first, count - first) }
  }
}
