import HTTPMessage
import JSON
import ServiceAnswers

/// A list as the service gives it: all of it, or as much as fits a page.
///
///     let instances = try await tc.instances.list()
///     print(instances.count, instances.next == nil)
///     let more = try await tc.instances.list(marker: instances.next)
public struct Page<Item: Sendable>: Sendable, RandomAccessCollection {
  public let items: [Item]
  /// What to give as marker for the next page; nil when this is the last one.
  ///
  /// It is the marker in the link to the next page, decoded once, as in the Python client. Where it
  /// points differs: instances, configurations, modules and clusters have an id there, databases a
  /// name, users `name@host` in encoded form, and backups a number (the Trove sheet, section 3.1).
  public let next: String?

  public init(items: [Item], next: String? = nil) {
    self.items = items
    self.next = next
  }

  public var startIndex: Int { items.startIndex }
  public var endIndex: Int { items.endIndex }
  public subscript(position: Int) -> Item { items[position] }
}

extension Page: Equatable where Item: Equatable {}

extension Page {
  /// The list of that name in an answer, with the link to the next page.
  init(
    _ answer: Answer, _ key: String,
    _ read: (Answer) throws(UnreadableAnswer) -> Item
  ) throws(UnreadableAnswer) {
    var items: [Item] = []
    for element in try answer.member(key).elements() { items.append(try read(element)) }
    var next: String?
    for link in try answer.optional("links")?.elements() ?? [] {
      guard try link.member("rel").string() == "next" else { continue }
      let target = HTTPTarget(try link.member("href").string())
      next = target.queryItems.last { $0.name == "marker" }?.value
      break
    }
    self.init(items: items, next: next)
  }
}

/// All items of a list, page by page; a page is asked for when the one before is used up.
///
///     for try await instance in tc.instances.all() { print(instance.name) }
///
/// Each iteration begins anew. What changes on the service in between may be missed or come twice.
public struct PageSequence<Item: Sendable>: AsyncSequence, Sendable {
  public typealias Failure = TroveError

  let fetch: @Sendable (_ marker: String?) async throws(TroveError) -> Page<Item>

  public func makeAsyncIterator() -> Iterator { Iterator(fetch: fetch) }

  public struct Iterator: AsyncIteratorProtocol {
    public typealias Failure = TroveError

    fileprivate let fetch: @Sendable (_ marker: String?) async throws(TroveError) -> Page<Item>
    private var rest: ArraySlice<Item> = []
    private var marker: String?
    private var isLast = false
    /// A service that sends a reader round in a circle would never come to an end.
    private var markers: Set<String> = []

    fileprivate init(
      fetch: @escaping @Sendable (_ marker: String?) async throws(TroveError) -> Page<Item>
    ) {
      self.fetch = fetch
    }

    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(TroveError) -> Item? {
      while rest.isEmpty, !isLast {
        let page: Page<Item>
        do throws(TroveError) {
          page = try await fetch(marker)
        } catch {
          isLast = true
          throw error
        }
        rest = page.items[...]
        marker = page.next
        isLast = marker.map { !markers.insert($0).inserted } ?? true
      }
      return rest.popFirst()
    }
  }
}
