/// All datasets, by identifier and in every order in which they can be listed.
struct DatasetShelf: Sendable {
  private var rows: [String: Dataset] = [:]
  private(set) var byCreation = SortIndex<Int>()
  private(set) var byUpdate = SortIndex<Int>()
  private(set) var byName = SortIndex<String>()
  /// Only those whose data lies elsewhere.
  private(set) var byURI = SortIndex<String>()
  /// Of all that there are.
  private var paths: Set<String> = []

  subscript(id: String) -> Dataset? { rows[id] }

  func hasPath(_ path: String) -> Bool { paths.contains(path) }

  var ids: some Sequence<String> { rows.keys }

  mutating func remove(_ id: String) {
    guard let dataset = rows.removeValue(forKey: id) else { return }
    paths.remove(dataset.info.path)
    unindex(dataset)
  }

  mutating func add(_ dataset: Dataset) {
    rows[dataset.id] = dataset
    paths.insert(dataset.info.path)
    index(dataset)
  }

  /// Changes a dataset in place.
  mutating func change(_ id: String, _ body: (inout Dataset) -> Void) {
    guard var dataset = rows.removeValue(forKey: id) else { return }
    unindex(dataset)
    body(&dataset)
    dataset.forgetRendered()
    rows[id] = dataset
    index(dataset)
  }

  /// The record as JSON text; nil when there is none.
  mutating func rendered(_ id: String, bucket: String) -> [UInt8]? {
    rows[id]?.rendered(bucket: bucket)
  }

  private mutating func index(_ dataset: Dataset) {
    byCreation.insert(dataset.created, dataset.id)
    byUpdate.insert(dataset.updated, dataset.id)
    byName.insert(dataset.info.name, dataset.id)
    if let uri = dataset.info.accessURI { byURI.insert(uri, dataset.id) }
  }

  private mutating func unindex(_ dataset: Dataset) {
    byCreation.remove(dataset.created, dataset.id)
    byUpdate.remove(dataset.updated, dataset.id)
    byName.remove(dataset.info.name, dataset.id)
    if let uri = dataset.info.accessURI { byURI.remove(uri, dataset.id) }
  }
}
