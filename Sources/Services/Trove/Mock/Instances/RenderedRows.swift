import MockServer

/// Instances as lists show them: pages are put together under the lock, which rendering would hold
/// many times as long.
///
/// Whoever changes the state forgets all of them, so none is ever out of date.
struct RenderedRows: Sendable {
  struct Row: Sendable {
    let created: Timestamp
    let text: [UInt8]
  }

  /// Who sees the same.
  struct Readers: Sendable, Equatable {
    let origin: String
    let project: String
    let isAdmin: Bool
    let view: InstanceView
  }

  private var readers: Readers?
  private var rows: [String: Row] = [:]

  func row(of id: String, for readers: Readers) -> Row? {
    readers == self.readers ? rows[id] : nil
  }

  mutating func keep(_ row: Row, of id: String, for readers: Readers) {
    if readers != self.readers {
      rows = [:]
      self.readers = readers
    }
    rows[id] = row
  }

  mutating func forget() {
    if !rows.isEmpty { rows = [:] }
  }
}
