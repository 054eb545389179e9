/// The members of a JSON object in the order they were written, duplicates included.
///
/// Names are told apart by their code points (RFC 8259, section 8.3): a composed and a decomposed
/// `é` are two names, although `String` takes them for one.
public struct JSONObject: Sendable {
  public struct Member: Sendable, Equatable {
    public var key: String
    public var value: JSONValue

    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }

    public static func == (left: Member, right: Member) -> Bool {
      left.key.hasSameCodePoints(as: right.key) && left.value == right.value
    }
  }

  public private(set) var members: [Member]
  /// Place of the last member of each name; kept only once a linear search would be slower.
  private var index: [Name: Int]?
  private static let indexedFrom = 16

  public init(_ members: [Member] = []) {
    self.members = members
    if members.count >= Self.indexedFrom { rebuildIndex() }
  }

  public var count: Int { members.count }
  public var isEmpty: Bool { members.isEmpty }
  public var keys: [String] { members.map(\.key) }

  /// The member of this name; of duplicates, the last, as nearly every reader has it.
  ///
  /// Setting replaces that member in its place or adds one at the end; setting nil removes every
  /// member of the name.
  public subscript(key: String) -> JSONValue? {
    get { place(of: key).map { members[$0].value } }
    set {
      if let newValue {
        if let place = place(of: key) {
          members[place].value = newValue
        } else {
          append(key, newValue)
        }
      } else {
        members.removeAll { $0.key.hasSameCodePoints(as: key) }
        if index != nil { rebuildIndex() }
      }
    }
  }

  /// Adds a member at the end, also when the name is there already.
  public mutating func append(_ key: String, _ value: JSONValue) {
    members.append(Member(key: key, value: value))
    if index != nil {
      index?[Name(key)] = members.count - 1
    } else if members.count >= Self.indexedFrom {
      rebuildIndex()
    }
  }

  func place(of key: String) -> Int? {
    if let index { return index[Name(key)] }
    return members.lastIndex { $0.key.hasSameCodePoints(as: key) }
  }

  private mutating func rebuildIndex() {
    var places: [Name: Int] = [:]
    places.reserveCapacity(members.count)
    for (place, member) in members.enumerated() { places[Name(member.key)] = place }
    index = places
  }
}

extension JSONObject: Equatable {
  /// Equal by meaning: the same names with equal values, in any order. The values of a name that
  /// repeats must stand in the same order, since readers differ in which of them they take.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.count == right.count else { return false }
    // Values are compared once: twice on each level would double the work with every level.
    if zip(left.members, right.members).allSatisfy({ $0.key.hasSameCodePoints(as: $1.key) }) {
      return left.members == right.members
    }
    if left.hasDuplicates || right.hasDuplicates { return left.valuesByName == right.valuesByName }
    return left.members.allSatisfy { member in
      right.place(of: member.key).map { right.members[$0].value == member.value } ?? false
    }
  }

  private var hasDuplicates: Bool {
    if let index { return index.count < members.count }
    return members.indices.contains { place(of: members[$0].key) != $0 }
  }

  private var valuesByName: [Name: [JSONValue]] {
    Dictionary(grouping: members, by: { Name($0.key) }).mapValues { $0.map(\.value) }
  }

  /// A name that is hashed and compared by its code points.
  private struct Name: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Name, right: Name) -> Bool {
      left.text.hasSameCodePoints(as: right.text)
    }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements.map { Member(key: $0, value: $1) })
  }
}

extension String {
  /// Equal without regard to Unicode's canonical equivalence, which JSON does not know.
  func hasSameCodePoints(as other: String) -> Bool {
    self == other && utf8.elementsEqual(other.utf8)
  }
}
