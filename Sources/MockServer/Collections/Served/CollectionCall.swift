import HTTPMessage
import HTTPServer
import JSON

/// A request to a collection, with all that its answer depends on but the records.
struct CollectionCall {
  let request: HTTPRequest
  let place: Int
  let design: ServiceDesign
  let collection: ServedCollection
  let words: TemplateWords
  /// What the collection's path leaves open.
  let values: [String]
  let basePathLength: Int
  /// The last segment, for calls about one record.
  let id: String
  private let operation: ServedCollection.Operation
  /// What the client sent; empty for calls that need nothing.
  let body: JSONObject

  init(
    _ request: HTTPRequest, _ route: ServiceDesign.Route, _ path: PathParameters,
    _ design: ServiceDesign, _ words: TemplateWords
  ) throws(CollectionRefusal) {
    basePathLength = design.basePath.utf8.count
    self.request = request
    self.design = design
    self.words = words
    place = route.collection
    collection = design.collections[route.collection]
    operation = route.operation
    let count = collection.path.members.count
    values = (0..<count).map(path.text)
    id = path.text(count)
    switch operation {
    case .create, .update, .replace:
      body = try Self.body(request, collection.envelope.request, place)
    case .list, .read, .delete: body = JSONObject()
    }
  }

  private static func body(
    _ request: HTTPRequest, _ envelope: String?, _ place: Int
  ) throws(CollectionRefusal) -> JSONObject {
    func refusal(_ reason: String) -> CollectionRefusal {
      CollectionRefusal(problem: .invalid, reason: reason, collection: place)
    }
    guard !request.body.isEmpty else { throw refusal("there is no body") }
    var value: JSONValue
    do throws(JSONError) {
      value = try JSONReader.value(of: request.body)
    } catch {
      throw refusal("the body is not JSON: \(error)")
    }
    if let envelope {
      guard let inner = value[envelope] else {
        throw refusal("the body is no object with \"\(envelope)\"")
      }
      value = inner
    }
    guard let object = value.object else {
      throw refusal(
        "\(envelope.map { "\"\($0)\"" } ?? "the body") must be an object, not \(value.typeName)")
    }
    // Of a name that stands twice the last counts, as nearly everywhere.
    guard Set(object.keys).count < object.count else { return object }
    var plain = JSONObject()
    for member in object.members { plain[member.key] = member.value }
    return plain
  }

  func answer(_ state: inout CollectionState) throws(CollectionRefusal) -> HTTPResponse {
    if let missing = state.missingAncestor(of: place, values, design) {
      throw CollectionRefusal(
        problem: .notFound,
        reason:
          "there is no \"\(missing.id)\" in \"\(design.collections[missing.collection].name)\"",
        collection: missing.collection, id: missing.id)
    }
    switch operation {
    case .list: return try list(&state)
    case .create: return try create(&state)
    case .read: return try read(&state)
    case .update, .replace: return try change(&state, replaces: operation == .replace)
    case .delete: return try delete(&state)
    }
  }

  // MARK: Refusals

  func refusal(
    _ problem: CollectionProblem, _ reason: String, id: String? = nil
  ) -> CollectionRefusal {
    CollectionRefusal(problem: problem, reason: reason, collection: place, id: id ?? self.id)
  }

  /// The record that the path names.
  func row(_ state: CollectionState) throws(CollectionRefusal) -> RecordTable.Row {
    guard let row = state.row(place, values, id: id, design) else {
      throw refusal(.notFound, "there is no \"\(id)\" in \"\(collection.name)\"")
    }
    return row
  }

  func reference(_ key: String) -> CollectionState.Reference {
    CollectionState.Reference(collection: place, key: key)
  }

  // MARK: Answers

  /// A record as clients see it.
  func shown(_ row: RecordTable.Row) -> JSONObject {
    let show = collection.show
    guard !show.add.isEmpty || !show.hide.isEmpty else { return row.record }
    var record = row.record
    show.add.apply(to: &record, words.with(row.record, ["record_url": .string(url(row))]))
    for name in show.hide { record[name] = nil }
    return record
  }

  func url(_ row: RecordTable.Row) -> String {
    words.baseURL + collection.path.text(row.values, id: row.id)
  }

  func answer(_ row: RecordTable.Row, _ status: HTTPStatus) -> HTTPResponse {
    let record = JSONValue.object(shown(row))
    let value = collection.envelope.one.map { name -> JSONValue in
      .object(JSONObject([.init(key: name, value: record)]))
    }
    return .json(JSONWriter.compact(value ?? record), status: status)
  }

  /// An answer of nothing but its status.
  static func nothing(_ status: HTTPStatus) -> HTTPResponse {
    HTTPResponse(status: status)
  }
}
