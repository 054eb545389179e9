/// Pages of instances as they were answered: under the lock, rendering one would take many times as
/// long as finding it.
///
/// Whoever changes the state forgets all of them, so none is ever out of date.
struct RenderedPages: Sendable {
  /// Who asked for what.
  struct Key: Hashable, Sendable {
    let origin: String
    let project: String
    let isAdmin: Bool
    let target: ArraySlice<UInt8>
  }

  private var pages: [Key: [UInt8]] = [:]
  private static let most = 64

  func page(for key: Key) -> [UInt8]? { pages[key] }

  mutating func keep(_ page: [UInt8], for key: Key) {
    if pages.count >= Self.most { pages = [:] }
    pages[key] = page
  }

  mutating func forget() {
    if !pages.isEmpty { pages = [:] }
  }
}
