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

/// An object in the list of a user who is subscribed to it.
struct ListedObject: Sendable {
  fileprivate let stamp: String
  fileprivate let id: ExactName
  /// The object's, up to the value of its last member.
  let text: [UInt8]
  let right: AccessRight

  fileprivate init(_ object: StoredObject, _ right: AccessRight) {
    stamp = object.stamp
    id = object.id
    text = object.text
    self.right = right
  }

  /// Whether it stands in front of an object with that stamp and id.
  fileprivate func precedes(_ otherStamp: String, _ otherID: ExactName) -> Bool {
    stamp == otherStamp ? id < otherID : stamp < otherStamp
  }
}

/// All objects, and for each user the list of those subscribed in order of their stamps, so that it is
/// ready when it is asked for.
struct ObjectTable: Sendable {
  private var objects: [ExactName: StoredObject] = [:]
  /// How many objects have a stamp.
  private var stamps: [String: Int] = [:]
  private var lists: [ExactName: [ListedObject]] = [:]
  private var lastPID = 0

  subscript(id: ExactName) -> StoredObject? { objects[id] }

  func holds(stamp: String) -> Bool { stamps[stamp] != nil }

  /// What a user is subscribed to, oldest stamp first.
  func subscribed(by user: ExactName) -> [ListedObject] { lists[user] ?? [] }

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
    var new = old
    new.stamp = posted.clientStamp
    new.text = posted.text(writtenBy: writer)
    new.writerRight = right
    for (user, subscription) in old.subscriptions {
      unlist(old.stamp, old.id, of: user)
      list(new, subscription.right, for: user)
    }
    forget(stamp: old.stamp)
    stamps[new.stamp, default: 0] += 1
    objects[posted.id] = new
  }

  /// Takes an object out, with all its subscriptions.
  mutating func remove(_ id: ExactName) {
    guard let object = objects.removeValue(forKey: id) else { return }
    forget(stamp: object.stamp)
    for user in object.subscriptions.keys { unlist(object.stamp, id, of: user) }
  }

  /// Gives a user a right, or changes it; gives the number of the subscription, which stays.
  mutating func subscribe(
    _ user: ExactName, to id: ExactName, right: AccessRight, pid: Int? = nil
  ) -> Int {
    let known = objects[id]?.subscriptions[user]
    let pid = known?.pid ?? pid ?? lastPID + 1
    lastPID = max(lastPID, pid)
    objects[id]?.subscriptions[user] = Subscription(pid: pid, right: right)
    guard let object = objects[id] else { return 0 }
    if known != nil { unlist(object.stamp, id, of: user) }
    list(object, right, for: user)
    return pid
  }

  /// Takes a user's right away; gives the number that the subscription had.
  mutating func unsubscribe(_ user: ExactName, from id: ExactName) -> Int? {
    guard let stamp = objects[id]?.stamp, let known = objects[id]?.subscriptions[user] else {
      return nil
    }
    objects[id]?.subscriptions[user] = nil
    unlist(stamp, id, of: user)
    return known.pid
  }

  /// Takes out all that a user registered, and all the user's subscriptions.
  mutating func wipe(_ user: ExactName) {
    // Taken away at once: nothing need be taken out of it one by one.
    for listed in lists.removeValue(forKey: user) ?? [] {
      if objects[listed.id]?.creator == user {
        remove(listed.id)
      } else {
        _ = unsubscribe(user, from: listed.id)
      }
    }
  }

  private mutating func forget(stamp: String) {
    let rest = (stamps[stamp] ?? 1) - 1
    stamps[stamp] = rest > 0 ? rest : nil
  }

  private mutating func list(_ object: StoredObject, _ right: AccessRight, for user: ExactName) {
    let place = Self.place(of: object.stamp, object.id, in: lists[user] ?? [])
    lists[user, default: []].insert(ListedObject(object, right), at: place)
  }

  private mutating func unlist(_ stamp: String, _ id: ExactName, of user: ExactName) {
    let place = Self.place(of: stamp, id, in: lists[user] ?? [])
    // A user who is being wiped has no list any more.
    guard let count = lists[user]?.count, place < count else { return }
    lists[user]?.remove(at: place)
  }

  /// Where an object stands or would stand.
  private static func place(of stamp: String, _ id: ExactName, in list: [ListedObject]) -> Int {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle].precedes(stamp, id) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
