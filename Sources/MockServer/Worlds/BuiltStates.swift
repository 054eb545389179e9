import JSON
import Synchronization

/// A provider state that is in force.
struct ActiveState: Sendable, Equatable {
  let state: ProviderState
  let arguments: JSONObject

  static func == (left: Self, right: Self) -> Bool {
    left.state.name == right.state.name && left.arguments == right.arguments
  }
}

/// The states that were last built of provider states, for all worlds of a service: a contract asks
/// for the same few again and again. Each is copied only when a client changes it.
final class BuiltStates<State: Sendable>: Sendable {
  private struct Entry {
    let active: [ActiveState]
    let place: Int
    let state: State
  }

  /// The one that was asked for last stands last.
  private let entries = Mutex<[Entry]>([])

  static var limit: Int { 64 }

  func state(of active: [ActiveState], inProfileAt place: Int) -> State? {
    entries.withLock { entries in
      guard let found = entries.firstIndex(where: { $0.place == place && $0.active == active })
      else { return nil }
      let entry = entries.remove(at: found)
      entries.append(entry)
      return entry.state
    }
  }

  func keep(_ state: State, of active: [ActiveState], inProfileAt place: Int) {
    entries.withLock { entries in
      if entries.count >= Self.limit { entries.removeFirst() }
      entries.append(Entry(active: active, place: place, state: state))
    }
  }
}
