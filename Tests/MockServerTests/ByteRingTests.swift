import Testing

@testable import MockServer

@Suite struct `A ring of bytes` {
  /// The same as a ring, with all bytes ever written in a plain array.
  private struct Model {
    var written: [UInt8] = []
    var start = 0

    func bytes(_ range: Range<Int>) -> [UInt8] {
      Array(written[range.clamped(to: start..<written.count)])
    }
  }

  private static func append(_ bytes: [UInt8], to ring: inout ByteRing) {
    ring.reserve(bytes.count)
    bytes.withUnsafeBytes { ring.append($0) }
  }

  @Test(arguments: 1...12)
  func `gives back what was written, however it turned and grew`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    var ring = ByteRing()
    var model = Model()
    for step in 0..<600 {
      switch Int.random(in: 0..<20, using: &generator) {
      case 0..<10:
        let size = Int.random(in: 0...(step % 50 == 0 ? 20_000 : 900), using: &generator)
        let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ step) }
        Self.append(piece, to: &ring)
        model.written += piece
      case 10..<19:
        let place = Int.random(in: (model.start - 100)...(model.start + 1_000), using: &generator)
        ring.drop(before: place)
        model.start = min(max(model.start, place), model.written.count)
      default:
        ring.removeAll()
        model = Model()
      }
      let from = Int.random(in: 0...model.written.count, using: &generator)
      let range = from..<Int.random(in: from...(model.written.count + 50), using: &generator)
      #expect(ring.start == model.start && ring.end == model.written.count)
      #expect(ring.count == model.written.count - model.start)
      #expect(ring.bytes(range) == model.bytes(range))
    }
    #expect(ring.bytes(ring.start..<ring.end) == model.bytes(model.start..<model.written.count))
  }

  @Test func `keeps its bytes when it grows after some were dropped`() {
    var ring = ByteRing()
    let first = (0..<16_000).map { UInt8(truncatingIfNeeded: $0) }
    let second = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 / 256) }
    Self.append(first, to: &ring)
    ring.drop(before: 10_000)
    Self.append(second, to: &ring)
    #expect(ring.bytes(ring.start..<ring.end) == first[10_000...] + second)
  }
}
