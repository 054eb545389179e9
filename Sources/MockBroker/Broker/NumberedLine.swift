/// An element of a ``NumberedLine``.
protocol Numbered {
  var number: UInt64 { get }
}

/// Elements in the order of their numbers. Mostly they come at the end and go at the front, and both
/// are cheap.
struct NumberedLine<Element: Numbered> {
  /// What has gone at the front has left nil.
  private var storage: ContiguousArray<Element?> = []
  private var head = 0

  /// Fewer empty places in front are not worth moving the others.
  private static var worthMoving: Int { 64 }

  var count: Int { storage.count - head }
  var isEmpty: Bool { count == 0 }
  var first: Element? { isEmpty ? nil : storage[head] }

  /// Puts an element in its place.
  mutating func insert(_ element: Element) {
    if storage.last.flatMap(\.self).map({ $0.number < element.number }) ?? true {
      storage.append(element)
    } else if head > 0, first.map({ element.number < $0.number }) ?? true {
      head -= 1
      storage[head] = element
    } else {
      storage.insert(element, at: place(of: element.number))
    }
  }

  mutating func popFirst() -> Element? {
    guard !isEmpty else { return nil }
    defer {
      storage[head] = nil
      head += 1
      closeGap()
    }
    return storage[head]
  }

  /// Takes out the element of a number; nil when it is not here.
  mutating func remove(_ number: UInt64) -> Element? {
    if first?.number == number { return popFirst() }
    let place = place(of: number)
    guard place < storage.count, storage[place]?.number == number else { return nil }
    return storage.remove(at: place)
  }

  /// Takes out all up to a number, this one included.
  mutating func removeAll(upTo number: UInt64) -> [Element] {
    var removed: [Element] = []
    while let first, first.number <= number, let element = popFirst() { removed.append(element) }
    return removed
  }

  mutating func removeAll() -> [Element] {
    defer { self = NumberedLine() }
    return storage[head...].compactMap(\.self)
  }

  func contains(_ number: UInt64) -> Bool {
    let place = place(of: number)
    return place < storage.count && storage[place]?.number == number
  }

  private mutating func closeGap() {
    if head == storage.count {
      storage.removeAll(keepingCapacity: storage.count <= Self.worthMoving)
      head = 0
    } else if head >= Self.worthMoving, head * 2 > storage.count {
      storage.removeFirst(head)
      head = 0
    }
  }

  /// Where an element of this number is, or would be.
  private func place(of number: UInt64) -> Int {
    var (low, high) = (head, storage.count)
    while low < high {
      let middle = (low + high) / 2
      if storage[middle].map({ $0.number < number }) ?? true {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
