/// Stubs of one address: those that ask for a value are looked up by it, the others are asked one
/// after another.
struct StubBucket: Sendable {
  private(set) var all = RankedStubs()
  /// By place and value of one feature that each has; empty while they are few.
  private var keyed: [StubFeature.Place: [String: RankedStubs]] = [:]
  /// Those that are not in `keyed`.
  private var loose = RankedStubs()
  /// How many there were when `keyed` was made.
  private var measured = 0

  private static let few = 8
  /// Every place costs each request a look-up.
  private static let mostPlaces = 6

  var isEmpty: Bool { all.count == 0 }

  mutating func insert(_ entry: RegisteredStub) {
    all.insert(entry)
    guard all.count > Self.few else {
      loose.insert(entry)
      return
    }
    // What tells stubs apart is found out anew each time they have doubled.
    if all.count >= 2 * measured { return rebuild() }
    put(entry, places: Set(keyed.keys))
  }

  mutating func remove(_ entry: RegisteredStub) {
    all.remove(entry)
    loose.remove(entry)
    for feature in entry.features where keyed[feature.place] != nil {
      keyed[feature.place]?[feature.value]?.remove(entry)
      if keyed[feature.place]?[feature.value]?.count == 0 {
        keyed[feature.place]?[feature.value] = nil
      }
    }
  }

  private mutating func put(_ entry: RegisteredStub, places: Set<StubFeature.Place>) {
    let features = entry.features
    // Of several places, the one where values differ most.
    let best = features.filter { places.contains($0.place) }
      .max { (keyed[$0.place]?.count ?? 0) < (keyed[$1.place]?.count ?? 0) }
    guard let best else {
      loose.insert(entry)
      return
    }
    keyed[best.place, default: [:]][best.value, default: RankedStubs()].insert(entry)
  }

  private mutating func rebuild() {
    measured = all.count
    keyed = [:]
    loose = RankedStubs()
    var values: [StubFeature.Place: Set<String>] = [:]
    for entry in all.all {
      for feature in entry.features {
        values[feature.place, default: []].insert(feature.value)
      }
    }
    let chosen = values.filter { $0.value.count > 1 }.sorted { $0.value.count > $1.value.count }
      .prefix(Self.mostPlaces)
    // Their numbers of values, for the first to be put where they differ most.
    let counts = Dictionary(uniqueKeysWithValues: chosen.map { ($0.key, $0.value.count) })
    for entry in all.all.reversed() {
      let best = entry.features
        .max { counts[$0.place, default: 0] < counts[$1.place, default: 0] }
      if let best, counts[best.place] != nil {
        keyed[best.place, default: [:]][best.value, default: RankedStubs()].insert(entry)
      } else {
        loose.insert(entry)
      }
    }
  }

  /// Adds those that may mean a request, in lists that are each in the order in which they are asked.
  func add(candidatesFor request: SeenRequest, to lists: inout [RankedStubs]) {
    if loose.count > 0 { lists.append(loose) }
    for (place, stubs) in keyed {
      let values = place.values(in: request)
      for value in values.count > 1 ? Array(Set(values)) : values {
        if let found = stubs[value] { lists.append(found) }
      }
    }
  }
}
