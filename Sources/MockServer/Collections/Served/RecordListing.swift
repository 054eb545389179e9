import HTTPMessage
import JSON

/// Calls about many records.
extension CollectionCall {
  func list(_ state: inout CollectionState) throws(CollectionRefusal) -> HTTPResponse {
    let (response, rows) = try page(state)
    for row in rows { state.shown(reference(row.key), design, words) }
    return response
  }

  /// Apart from what follows, so that nobody holds the table while it is changed.
  private func page(
    _ state: CollectionState
  ) throws(CollectionRefusal) -> (HTTPResponse, [RecordTable.Row]) {
    let rule = collection.list
    let items = request.target.query == nil ? [] : request.target.queryItems
    let isIncluded = filter(items)
    let owner = RecordTable.owner(values)
    let table = state.tables[place]
    let page = try PageRequest(rule.paging, items, self, state)
    let (rows, hasMore) = table.page(
      of: owner, from: page.start, limit: page.limit, isDescending: rule.isDescending,
      where: isIncluded)
    var others = page.words
    others["count"] = .number(JSONNumber(rows.count))
    for (member, value) in zip(collection.path.members, values) { others[member] = .string(value) }
    if !rule.add.used.union(rule.next.used).isDisjoint(with: ["total", "pages"]) {
      let total = isIncluded.map { table.count(of: owner, where: $0) } ?? table.count(of: owner)
      others["total"] = .number(JSONNumber(total))
      others["pages"] = .number(JSONNumber(total / page.limit + (total % page.limit == 0 ? 0 : 1)))
    }
    var link: String?
    if hasMore, let paging = rule.paging {
      let next = page.next(paging, behind: rows.last)
      let url = nextURL(items, paging.start, RecordText.of(next))
      others["next"] = next
      others["next_url"] = .string(url)
      if rule.hasLink { link = url }
    }
    var response = answer(rows.map { .object(brief($0)) }, hasMore: hasMore, others)
    if let link { response.fields.append("Link", "<\(link)>; rel=\"next\"") }
    return (response, rows)
  }

  private func answer(
    _ records: [JSONValue], hasMore: Bool, _ others: [String: JSONValue]
  ) -> HTTPResponse {
    guard let many = collection.envelope.many else {
      return .json(JSONWriter.compact(.array(records)))
    }
    var object = JSONObject([.init(key: many, value: .array(records))])
    let words = words.with(JSONObject(), others)
    collection.list.add.apply(to: &object, words)
    if hasMore { collection.list.next.apply(to: &object, words) }
    return .json(JSONWriter.compact(.object(object)))
  }

  /// A record as lists show it.
  private func brief(_ row: RecordTable.Row) -> JSONObject {
    let record = shown(row)
    guard let only = collection.list.only else { return record }
    return JSONObject(
      only.compactMap { name in record[name].map { .init(key: name, value: $0) } })
  }

  /// What the query asks for; nil for all records.
  private func filter(_ items: [(name: String, value: String)]) -> ((JSONObject) -> Bool)? {
    var wanted: [(member: String, values: [String])] = []
    for filter in collection.list.filters {
      let values = items.filter { $0.name == filter.parameter }.map(\.value)
      if !values.isEmpty { wanted.append((filter.member, values)) }
    }
    if wanted.isEmpty { return nil }
    return { record in
      wanted.allSatisfy { member, values in
        // Of an array, one element is enough.
        let found = record[member] ?? .null
        return (found.array ?? [found]).contains { values.contains(RecordText.of($0)) }
      }
    }
  }

  /// The address of the next page: this one's with another beginning.
  private func nextURL(
    _ items: [(name: String, value: String)], _ parameter: String, _ start: String
  ) -> String {
    let others = items.filter { $0.name != parameter } + [(name: parameter, value: start)]
    let query = others.map {
      PercentCoding.encode($0.name) + "=" + PercentCoding.encode($0.value)
    }
    let path = request.target.path.dropFirst(basePathLength)
    return words.baseURL + String(decoding: path, as: UTF8.self) + "?"
      + query.joined(separator: "&")
  }
}

/// The page that a query asks for.
struct PageRequest {
  let start: RecordTable.Start
  let limit: Int
  /// What templates can name of it.
  let words: [String: JSONValue]
  private let number: Int

  init(
    _ rule: PagingRule?, _ items: [(name: String, value: String)], _ call: CollectionCall,
    _ state: CollectionState
  ) throws(CollectionRefusal) {
    guard let rule else {
      (start, limit, words, number) = (.skipping(0), .max, [:], 0)
      return
    }
    func given(_ parameter: String?) -> String? {
      parameter.flatMap { name in items.first { $0.name == name }?.value }
    }
    func int(_ parameter: String?, from least: Int) throws(CollectionRefusal) -> Int? {
      guard let parameter, let text = given(parameter) else { return nil }
      guard let number = Int(text), number >= least else {
        throw call.refusal(
          .invalid, "\"\(parameter)\" must be an integer from \(least), not \"\(text)\"")
      }
      return number
    }
    limit = min(try int(rule.limit, from: 1) ?? rule.size, rule.most)
    var words = ["limit": JSONValue.number(JSONNumber(limit))]
    switch rule.way {
    case .marker:
      number = 0
      if let id = given(rule.start) {
        guard let row = state.row(call.place, call.values, id: id, call.design) else {
          throw call.refusal(
            .invalid, "\"\(rule.start)\" names no record of this list: \"\(id)\"", id: id)
        }
        start = .behind(row.key)
      } else {
        start = .skipping(0)
      }
    case .offset:
      number = try int(rule.start, from: 0) ?? 0
      start = .skipping(number)
      words["offset"] = .number(JSONNumber(number))
    case .page:
      number = try int(rule.start, from: rule.first) ?? rule.first
      let (skipped, isTooMany) = (number - rule.first).multipliedReportingOverflow(by: limit)
      start = .skipping(isTooMany ? .max : skipped)
      words["page"] = .number(JSONNumber(number))
    }
    self.words = words
  }

  /// How the next page is asked for.
  func next(_ rule: PagingRule, behind last: RecordTable.Row?) -> JSONValue {
    switch rule.way {
    case .marker: .string(last?.id ?? "")
    case .offset: .number(JSONNumber(number + limit))
    case .page: .number(JSONNumber(number + 1))
    }
  }
}
