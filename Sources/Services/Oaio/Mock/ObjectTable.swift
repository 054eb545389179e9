import JSON

/// A user's right to an object.
struct Subscription: Sendable {
  let pid: Int
  let right: AccessRight
}

/// A registered object.
struct StoredObject: Sendable {
  let id: ExactName
  /// Who registered it.
  let creator: ExactName
  fileprivate(set) var stamp: String
  /// Up to the value of its last member, the right of whoever asks.
  fileprivate(set) var text: [UInt8]
  /// The right of whoever wrote it last.
  fileprivate(set) var writerRight: AccessRight
  fileprivate(set) var subscriptions: [ExactName: Subscription] = [:]

  /// Read from the text: only a repeated upload asks for it.
  var clientValues: JSONValue? {
    try? JSONReader.value(of: text + writerRight.ending)["client_values"]
  }

  /// As a user with that right sees it.
  func text(for right: AccessRight) -> [UInt8] { text + right.ending }
}

/// All objects, and for each user those subscribed in order of their stamps, so that a list is only
/// put together.
struct ObjectTable: Sendable {
  private struct Place: Sendable, Comparable {
    let stamp: String
    let id: ExactName

    static func < (left: Place, right: Place) -> Bool {
      left.stamp == right.stamp ? left.id < right.id : left.stamp < right.stamp
    }
  }

  private var objects: [ExactName: StoredObject] = [:]
  /// How many objects have a stamp.
  private var stamps: [String: Int] = [:]
  private var places: [ExactName: [Place]] = [:]
  private(set) var lastPID = 0

  subscript(id: ExactName) -> StoredObject? { objects[id] }

  func holds(stamp: String) -> Bool { stamps[stamp] != nil }

  /// What a user is subscribed to, oldest stamp first.
  func subscribed(by user: ExactName) -> [(object: StoredObject, right: AccessRight)] {
    (places[user] ?? []).compactMap { place in
      guard let object = objects[place.id], let right = object.subscriptions[user]?.right else {
        return nil
      }
      return (object, right)
    }
  }

  /// Adds an object that is not there yet, with the subscription of its creator.
  mutating func register(
    _ posted: PostedObject, by creator: ExactName, right: AccessRight, pid: Int? = nil,
    writer: ExactName? = nil
  ) {
    objects[posted.id] = StoredObject(
      id: posted.id, creator: creator, stamp: posted.clientStamp,
      text: posted.text(writtenBy: writer ?? creator), writerRight: right)
    stamps[posted.clientStamp, default: 0] += 1
    _ = subscribe(creator, to: posted.id, right: right, pid: pid)
  }

  /// Puts a new version in the place of an object's.
  mutating func replace(_ posted: PostedObject, by writer: ExactName, right: AccessRight) {
    guard let old = objects[posted.id] else { return }
    let (before, after) = (
      Place(stamp: old.stamp, id: old.id), Place(stamp: posted.clientStamp, id: old.id)
    )
    for user in old.subscriptions.keys {
      Self.remove(before, from: &places[user, default: []])
      Self.insert(after, into: &places[user, default: []])
    }
    forget(stamp: old.stamp)
    stamps[posted.clientStamp, default: 0] += 1
    objects[posted.id]?.stamp = posted.clientStamp
    objects[posted.id]?.text = posted.text(writtenBy: writer)
    objects[posted.id]?.writerRight = right
  }

  /// Takes an object out, with all its subscriptions.
  mutating func remove(_ id: ExactName) {
    guard let object = objects.removeValue(forKey: id) else { return }
    forget(stamp: object.stamp)
    for user in object.subscriptions.keys {
      Self.remove(Place(stamp: object.stamp, id: id), from: &places[user, default: []])
    }
  }

  /// Gives a user a right, or changes it; gives the number of the subscription, which stays.
  mutating func subscribe(
    _ user: ExactName, to id: ExactName, right: AccessRight, pid: Int? = nil
  ) -> Int {
    guard let stamp = objects[id]?.stamp else { return 0 }
    let known = objects[id]?.subscriptions[user]
    let pid = known?.pid ?? pid ?? lastPID + 1
    lastPID = max(lastPID, pid)
    objects[id]?.subscriptions[user] = Subscription(pid: pid, right: right)
    if known == nil {
      Self.insert(Place(stamp: stamp, id: id), into: &places[user, default: []])
    }
    return pid
  }

  /// Takes a user's right away; gives the number that the subscription had.
  mutating func unsubscribe(_ user: ExactName, from id: ExactName) -> Int? {
    guard let stamp = objects[id]?.stamp, let known = objects[id]?.subscriptions[user] else {
      return nil
    }
    objects[id]?.subscriptions[user] = nil
    Self.remove(Place(stamp: stamp, id: id), from: &places[user, default: []])
    return known.pid
  }

  /// Takes out all that a user registered, and all the user's subscriptions.
  mutating func wipe(_ user: ExactName) {
    let all = subscribed(by: user)
    // Taken away first, so that nothing is taken out of it one by one.
    places[user] = nil
    for (object, _) in all {
      if object.creator == user {
        remove(object.id)
      } else {
        _ = unsubscribe(user, from: object.id)
      }
    }
    places[user] = nil
  }

  private mutating func forget(stamp: String) {
    let rest = (stamps[stamp] ?? 1) - 1
    stamps[stamp] = rest > 0 ? rest : nil
  }

  private static func insert(_ place: Place, into places: inout [Place]) {
    places.insert(place, at: position(of: place, in: places))
  }

  private static func remove(_ place: Place, from places: inout [Place]) {
    let position = position(of: place, in: places)
    if position < places.count, places[position] == place { places.remove(at: position) }
  }

  /// Where a place stands or would stand.
  private static func position(of place: Place, in places: [Place]) -> Int {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
