/// The members of a JSON object in the order they were written, duplicates included.
public struct JSONObject: Sendable {
  public struct Member: Sendable, Equatable {
    public var key: String
    public var value: JSONValue

    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  public private(set) var members: [Member]
  /// Place of the last member of each name; kept only once a linear search would be slower.
  private var index: [String: Int]?
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
        members.removeAll { $0.key == key }
        if index != nil { rebuildIndex() }
      }
    }
  }

  /// Adds a member at the end, also when the name is there already.
  public mutating func append(_ key: String, _ value: JSONValue) {
    members.append(Member(key: key, value: value))
    if index != nil {
      index?[key] = members.count - 1
    } else if members.count >= Self.indexedFrom {
      rebuildIndex()
    }
  }

  func place(of key: String) -> Int? {
    if let index { return index[key] }
    return members.lastIndex { $0.key == key }
  }

  private mutating func rebuildIndex() {
    var places: [String: Int] = [:]
    places.reserveCapacity(members.count)
    for (place, member) in members.enumerated() { places[member.key] = place }
    index = places
  }
}

extension JSONObject: Equatable {
  /// Equal by meaning: the same names with equal values, in any order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.count == right.count else { return false }
    if left.members == right.members { return true }
    return left.members.allSatisfy {
      right[$0.key] == left[$0.key] && right.place(of: $0.key) != nil
    }
  }
}
