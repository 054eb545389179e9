import JSON
import MockServer

/// The handle records of one world.
public struct PIDState: Sendable {
  /// By ``HandleRecord/key(of:)``.
  private var records: [String: HandleRecord] = [:]
  /// Keys of the records that are versions of one thing, by what that is called.
  private var families: [String: [String]] = [:]
  private let settings: HandleSettings

  init(_ settings: HandleSettings) { self.settings = settings }

  func record(_ handle: String) -> HandleRecord? { records[HandleRecord.key(of: handle)] }

  /// The handles of all versions of one thing.
  func versions(of name: String) -> [String] {
    (families[name] ?? []).compactMap { records[$0]?.handle }
  }

  var isFull: Bool { records.count >= settings.most }

  mutating func put(_ record: HandleRecord, at now: Timestamp) {
    let key = HandleRecord.key(of: record.handle)
    let before = records[key]?[settings.versions.name].first
    let name = record[settings.versions.name].first
    let number = records[key]?[settings.versions.number]
    records[key] = record
    if before == name, number == record[settings.versions.number] { return }
    if let before, before != name { families[before]?.removeAll { $0 == key } }
    guard let name else { return }
    if before != name { families[name, default: []].append(key) }
    link(name, at: now)
  }

  /// Tells each version which ones stand before and after it.
  private mutating func link(_ name: String, at now: Timestamp) {
    let versions = settings.versions
    let family = (families[name] ?? []).compactMap { records[$0] }
      .filter { !$0[versions.number].isEmpty }
      .sorted { Self.isLower($0[versions.number][0], $1[versions.number][0]) }
    for (place, var record) in family.enumerated() {
      let older = place > 0 ? [settings.scheme + family[place - 1].handle] : []
      let newer = place + 1 < family.count ? [settings.scheme + family[place + 1].handle] : []
      record.set(versions.older, to: older, at: now)
      record.set(versions.newer, to: newer, at: now)
      records[HandleRecord.key(of: record.handle)] = record
    }
  }

  /// Versions are numbers; what is none comes last.
  private static func isLower(_ left: String, _ right: String) -> Bool {
    switch (Int(left), Int(right)) {
    case (let left?, let right?): left < right
    case (nil, nil): left < right
    case (let left, _): left != nil
    }
  }
}
