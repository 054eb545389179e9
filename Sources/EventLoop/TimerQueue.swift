/// What a loop shall wake, and when: the next one first.
///
/// A timer that is not wanted any more stays until its time has come or until most are of that kind,
/// so that setting one and giving it up cost little and neither fills memory.
struct TimerQueue {
  /// Names one setting of a timer: its descriptor may be somebody else's when its time comes.
  struct Ticket: Hashable {
    let descriptor: Int32
    let number: Int
  }

  private struct Entry {
    let due: Int64
    let ticket: Ticket
  }

  /// A binary heap.
  private var entries: [Entry] = []
  private var live: Set<Ticket> = []
  private var counter = 0

  var isEmpty: Bool { live.isEmpty }
  var count: Int { entries.count }

  /// The earliest time; of a given up timer perhaps, which costs an idle turn.
  var next: Int64? { entries.first?.due }

  mutating func add(_ descriptor: Int32, due: Int64) -> Ticket {
    counter += 1
    let ticket = Ticket(descriptor: descriptor, number: counter)
    live.insert(ticket)
    push(Entry(due: due, ticket: ticket))
    return ticket
  }

  mutating func giveUp(_ ticket: Ticket) {
    guard live.remove(ticket) != nil, entries.count > 64, live.count * 2 < entries.count else {
      return
    }
    // A sorted array is a heap.
    entries = entries.filter { live.contains($0.ticket) }.sorted { $0.due < $1.due }
  }

  /// Takes out the next one whose time has come; nil when there is none.
  mutating func take(at now: Int64) -> Ticket? {
    while let first = entries.first, first.due <= now {
      pop()
      if live.remove(first.ticket) != nil { return first.ticket }
    }
    return nil
  }

  private mutating func push(_ entry: Entry) {
    entries.append(entry)
    var place = entries.count - 1
    while place > 0, entries[place].due < entries[(place - 1) / 2].due {
      entries.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func pop() {
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    var place = 0
    while true {
      let children = (2 * place + 1)..<min(2 * place + 3, max(2 * place + 1, entries.count))
      guard let least = children.min(by: { entries[$0].due < entries[$1].due }),
        entries[least].due < entries[place].due
      else { return }
      entries.swapAt(place, least)
      place = least
    }
  }
}
