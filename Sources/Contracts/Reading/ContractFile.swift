import JSON
import Synchronization

/// The text that nodes stand in.
///
/// Interactions are read one at a time and their JSON is let go, so that a contract of thousands
/// takes little more memory than its text.
final class ContractFile: Sendable {
  let name: String
  let text: [UInt8]
  /// The file without its interactions.
  private let outline: JSONValue
  /// The bytes of each interaction, by the member that lists it.
  private let lists: [String: [Range<Int>]]
  private let places = Mutex<[String: [SourceLocation]]>([:])

  private static let listNames: Set<String> = ["interactions", "messages"]

  init(name: String, text: [UInt8]) throws(ContractError) {
    self.name = name
    self.text = text
    if let outline = JSONOutline(text, lists: Self.listNames) {
      self.outline = outline.root
      lists = outline.lists
    } else {
      outline = try Self.document(text, name).root
      lists = [:]
    }
  }

  private static func document(_ text: [UInt8], _ name: String) throws(ContractError)
    -> JSONDocument
  {
    do {
      return try JSONDocument(text)
    } catch {
      throw ContractError(file: name, location: error.location, reason: error.reason)
    }
  }

  /// The file; its interactions are to be had by ``list(_:_:)``.
  var root: ContractNode { ContractNode(file: self, pointer: JSONPointer(), value: outline) }

  /// Everything in the file, read again.
  var members: JSONObject { (try? JSONReader.value(of: text))?.object ?? JSONObject() }

  // MARK: Interactions

  /// What `transform` makes of each element of a list; nothing when the file has no such list.
  func list<Result>(
    _ name: String, _ transform: (ContractNode) throws(ContractError) -> Result
  ) throws(ContractError) -> [Result] {
    guard let list = root.given(name) else { return [] }
    guard let elements = lists[name] else {
      return try list.elements("\"\(name)\"").mapping(transform)
    }
    var results: [Result] = []
    results.reserveCapacity(elements.count)
    for place in elements.indices {
      results.append(try transform(try element(place, of: name, elements[place])))
    }
    return results
  }

  /// The interaction that a pointer leads to.
  func node(at pointer: JSONPointer) -> ContractNode {
    let start = start(of: pointer)
    var value = start.steps == 2 ? try? JSONReader.value(of: text[start.bytes]) : outline
    for step in pointer.steps.dropFirst(start.steps) {
      switch step {
      case .member(let name): value = value?[name]
      case .element(let place): value = value?[place]
      }
    }
    return ContractNode(file: self, pointer: pointer, value: value ?? .null)
  }

  private func element(
    _ place: Int, of name: String, _ bytes: Range<Int>
  ) throws(ContractError) -> ContractNode {
    do {
      return ContractNode(
        file: self, pointer: JSONPointer([.member(name), .element(place)]),
        value: try JSONReader.value(
          of: text[bytes], maximumDepth: JSONReader.defaultMaximumDepth - 2))
    } catch {
      // A broken element may have been cut in the wrong place; the whole text tells what is wrong.
      _ = try Self.document(text, self.name)
      throw ContractError(
        file: self.name,
        location: SourceLocation(offset: bytes.lowerBound + error.location.offset, in: text),
        reason: error.reason)
    }
  }

  // MARK: Places

  /// Where the value begins to which `pointer` leads, or the member's name.
  func location(of pointer: JSONPointer, ofKey: Bool = false) -> SourceLocation {
    let start = start(of: pointer)
    let rest = JSONPointer(Array(pointer.steps.dropFirst(start.steps)))
    if start.steps > 0, rest.steps.isEmpty, let known = start.location { return known }
    let offset = JSONDocument.offset(of: rest, ofKey: ofKey, in: text[start.bytes])
    return SourceLocation(offset: start.bytes.lowerBound + (offset ?? 0), in: text)
  }

  /// The interaction that a pointer leads into, or the whole file, and how many steps lead there.
  private func start(
    of pointer: JSONPointer
  ) -> (bytes: Range<Int>, steps: Int, location: SourceLocation?) {
    guard pointer.steps.count >= 2, case .member(let name) = pointer.steps[0],
      case .element(let place) = pointer.steps[1], let elements = lists[name],
      elements.indices.contains(place)
    else { return (text.indices, 0, nil) }
    return (elements[place], 2, pointer.steps.count == 2 ? location(of: place, in: name) : nil)
  }

  /// All are found in one pass when the first is asked for: a report asks for every one.
  private func location(of place: Int, in name: String) -> SourceLocation? {
    places.withLock { places in
      let found =
        places[name]
        ?? SourceLocation.each(
          of: lists[name, default: []].map(\.lowerBound), in: text)
      places[name] = found
      return found.indices.contains(place) ? found[place] : nil
    }
  }
}
