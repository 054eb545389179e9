import HTTPMessage
import JSON

/// Reading datasets, and who may (sheet, sections 3 and 4).
extension Call {
  /// What the caller may do with a dataset.
  func roles(on dataset: Dataset) -> [String] {
    dataset.owner == caller.username || caller.roles.contains(settings.adminRole)
      ? settings.allRoles : dataset.generalRoles
  }

  /// A dataset that the caller may see.
  func dataset(_ id: String, _ state: ProvenaState) throws(Refusal) -> Dataset {
    guard let dataset = state.datasets[id] else {
      if state.organisations.contains(id) || state.persons[id] != nil {
        throw Refusal(
          .badRequest, settings.notADataset.replacing("${id}", with: id),
          reason: "\(id) is no dataset")
      }
      throw Refusal(
        .badRequest,
        "The registry API responded with status success False during dataset fetching. Details: "
          + "Could not find the given key (\(id)) in the registry. Details \"Failed to find item. "
          + "Is the ID ('\(id)') correct and in the database?\"..",
        reason: "there is no dataset \(id)")
    }
    guard roles(on: dataset).contains("metadata-read") else {
      throw Refusal(
        .unauthorized,
        "Registry did not grant access to the dataset. Details: You are not authorised to read the "
          + "item (id='\(id)')..")
    }
    return dataset
  }

  func fetch(_ state: inout ProvenaState) throws(Refusal) -> HTTPResponse {
    let id = values.text("handle_id")
    guard !id.isEmpty else { throw Self.emptyHandle }
    let dataset = try dataset(id, state)
    let item = state.datasets.rendered(id, bucket: settings.bucket) ?? []
    var json = JSONWriter(reserving: item.count + 320)
    json.beginObject()
    json.key("status")
    json.status("Successfully fetched data for handle '\(id)'")
    json.key("item")
    json.rendered(item)
    json.key("roles")
    json.beginArray()
    for role in roles(on: dataset) { json.string(role) }
    json.endArray()
    json.key("locked")
    json.bool(dataset.isLocked)
    json.endObject()
    return .json(json.finish())
  }

  static let emptyHandle = Refusal(.badRequest, "Empty string received for query handle_id")
}

extension JSONWriter {
  /// Writes the status of a success.
  mutating func status(_ details: String) {
    beginObject()
    key("success")
    bool(true)
    key("details")
    string(details)
    endObject()
  }
}

/// A status as most answers hold one.
func statusValue(_ details: String, success: Bool = true) -> JSONValue {
  ["success": .bool(success), "details": .string(details)]
}
