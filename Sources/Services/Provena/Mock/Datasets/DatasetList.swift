import HTTPMessage
import JSON

/// The list of datasets, page by page (sheet, section 6).
extension Call {
  /// A page in the order of one value.
  private struct Page {
    let ids: [String]
    /// Where the next one begins; nil behind the last.
    let key: JSONValue?
  }

  func list(_ state: inout ProvenaState) throws(Refusal) -> HTTPResponse {
    let sort = values.body["sort_by"]
    let page = try page(
      by: sort?["sort_type"]?.string ?? "UPDATED_TIME",
      isAscending: sort?["ascending"]?.bool ?? false, begins: sort?["begins_with"]?.string ?? "",
      state.datasets)
    // As the service does, only after the page was taken.
    let shown = page.ids.filter { id in
      state.datasets[id].map { roles(on: $0).contains("metadata-read") } ?? false
    }
    var json = JSONWriter(reserving: 4_096 * (shown.count + 1))
    json.beginObject()
    json.key("status")
    json.status("Successfully listed items.")
    json.key("items")
    json.beginArray()
    for id in shown {
      json.rendered(state.datasets.rendered(id, bucket: settings.bucket) ?? [])
    }
    json.endArray()
    for name in ["seed_items", "unparsable_items"] as [StaticString] {
      json.key(name)
      json.beginArray()
      json.endArray()
    }
    let counts: [(StaticString, Int)] = [
      ("total_item_count", shown.count), ("complete_item_count", shown.count),
      ("seed_item_count", 0), ("unparsable_item_count", 0),
      ("not_authorised_count", page.ids.count - shown.count),
    ]
    for (name, count) in counts {
      json.key(name)
      json.int(count)
    }
    json.key("pagination_key")
    json.value(page.key ?? .null)
    json.endObject()
    return .json(json.finish())
  }

  private func page(
    by type: String, isAscending: Bool, begins: String, _ datasets: DatasetShelf
  ) throws(Refusal) -> Page {
    let number: (JSONValue) -> Int? = { $0.int }
    let text: (JSONValue) -> String? = { $0.string }
    switch type {
    case "CREATED_TIME":
      return try page(datasets.byCreation, "created_timestamp", number, isAscending)
    case "DISPLAY_NAME": return try page(datasets.byName, "display_name", text, isAscending)
    case "ACCESS_INFO_URI_BEGINS_WITH":
      return try page(
        datasets.byURI, "access_info_uri", text, isAscending, from: { $0 < begins },
        through: { $0.hasPrefix(begins) })
    case "RELEASE_TIMESTAMP": throw Self.failedList(settings.listFailures.releaseTimestamp)
    default: return try page(datasets.byUpdate, "updated_timestamp", number, isAscending)
    }
  }

  private static func failedList(_ detail: String) -> Refusal {
    Refusal(.internalServerError, detail)
  }

  private func page<Value>(
    _ index: SortIndex<Value>, _ field: String, _ read: (JSONValue) -> Value?,
    _ isAscending: Bool, from isBelow: (Value) -> Bool = { _ in false },
    through isWithin: (Value) -> Bool = { _ in true }
  ) throws(Refusal) -> Page {
    let size = values.body["page_size"]?.int ?? 0
    guard size >= 1 else {
      throw Self.failedList(
        settings.listFailures.pageSize.replacing("${value}", with: String(size)))
    }
    var last: SortIndex<Value>.Entry?
    if let key = values.body["pagination_key"]?.object {
      guard key.count == 3, let id = key["id"]?.string, key["item_subtype"] == "DATASET",
        let value = key[field].flatMap(read)
      else { throw Self.failedList(settings.listFailures.paginationKey) }
      last = SortIndex.Entry(value: value, id: id)
    }
    let (entries, hasMore) = index.page(
      after: last, isAscending: isAscending, limit: size, from: isBelow, through: isWithin)
    let ids = isAscending ? entries.map(\.id) : entries.reversed().map(\.id)
    guard hasMore, let end = isAscending ? entries.last : entries.first else {
      return Page(ids: ids, key: nil)
    }
    let value: JSONValue =
      (end.value as? Int).map { .number(JSONNumber($0)) } ?? .string("\(end.value)")
    return Page(
      ids: ids,
      key: .object(
        JSONObject([
          .init(key: "id", value: .string(end.id)), .init(key: "item_subtype", value: "DATASET"),
          .init(key: field, value: value),
        ])))
  }
}
