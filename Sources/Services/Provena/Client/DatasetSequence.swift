import JSON

/// All datasets, page by page; a page is asked for when the one before is used up.
///
///     for try await dataset in client.allDatasets(sortedBy: .init(.displayName, ascending: true)) {
///       print(dataset.displayName)
///     }
///
/// Pages may be short or empty; only a page without a key is the last one (the Provena sheet,
/// section 6). Each iteration begins anew. What changes in between may be missed or come twice.
public struct DatasetSequence: AsyncSequence, Sendable {
  public typealias Element = ItemDataset
  public typealias Failure = ProvenaError
  typealias Fetch =
    @Sendable (_ key: PaginationKey?) async throws(ProvenaError) -> DatasetListResponse

  let key: PaginationKey?
  let fetch: Fetch

  public func makeAsyncIterator() -> Iterator { Iterator(key: key, fetch: fetch) }

  public struct Iterator: AsyncIteratorProtocol {
    public typealias Failure = ProvenaError

    private let fetch: Fetch
    private var rest: ArraySlice<ItemDataset> = []
    private var key: PaginationKey?
    private var isLast = false
    /// A data store that sends a reader round in a circle would never come to an end.
    private var keys: Set<String> = []

    fileprivate init(key: PaginationKey?, fetch: @escaping Fetch) {
      self.key = key
      self.fetch = fetch
    }

    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(ProvenaError) -> ItemDataset? {
      while rest.isEmpty, !isLast {
        let page: DatasetListResponse
        do throws(ProvenaError) {
          page = try await fetch(key)
        } catch {
          isLast = true
          throw error
        }
        rest = (page.items ?? [])[...]
        key = page.paginationKey
        isLast = key.map { !keys.insert(JSONValue.object($0.json).description).inserted } ?? true
      }
      return rest.popFirst()
    }
  }
}
