import JSON
import Synchronization

/// Where the elements of a file's lists stand, each list searched through once: a report asks for
/// every interaction, and a search of its own for each would take the square of their number.
final class ElementPlaces: Sendable {
  private let found = Mutex<[JSONPointer: [SourceLocation]]>([:])

  /// The place of the element to which `pointer` leads; nil when it leads to none.
  func location(of pointer: JSONPointer, in document: JSONDocument) -> SourceLocation? {
    guard case .element(let index)? = pointer.steps.last else { return nil }
    let list = JSONPointer(pointer.steps.dropLast())
    return found.withLock { found in
      let places = found[list] ?? document.elementLocations(of: list)
      found[list] = places
      return places.indices.contains(index) ? places[index] : nil
    }
  }
}
