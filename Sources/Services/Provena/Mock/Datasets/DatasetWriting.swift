import JSON

extension Dataset {
  /// The members in the service's order.
  func written(bucket: String) -> [UInt8] {
    var json = JSONWriter(reserving: 4_096)
    json.beginObject()
    json.key("display_name")
    json.string(info.name)
    json.key("user_metadata")
    json.value(info.userMetadata)
    info.writeMembers(to: &json, bucket: bucket)
    json.key("history")
    json.beginArray()
    for entry in history { entry.write(to: &json, bucket: bucket) }
    json.endArray()
    json.key("id")
    json.string(id)
    json.key("owner_username")
    json.string(owner)
    json.key("created_timestamp")
    json.int(created)
    json.key("updated_timestamp")
    json.int(updated)
    json.key("item_category")
    json.string("ENTITY" as StaticString)
    json.key("item_subtype")
    json.string("DATASET" as StaticString)
    json.key("record_type")
    json.string("COMPLETE_ITEM" as StaticString)
    json.key("workflow_links")
    json.beginObject()
    json.key("create_activity_workflow_id")
    json.optional(links.create)
    json.key("version_activity_workflow_id")
    json.optional(links.version)
    json.endObject()
    json.key("versioning_info")
    json.beginObject()
    json.key("previous_version")
    json.optional(versioning.previous)
    json.key("version")
    json.int(versioning.number)
    json.key("reason")
    json.optional(versioning.reason)
    json.key("next_version")
    json.optional(versioning.next)
    json.endObject()
    json.endObject()
    return json.finish()
  }
}

extension DomainInfo {
  func writeMembers(to json: inout JSONWriter, bucket: String) {
    json.key("collection_format")
    json.value(format)
    json.key("s3")
    json.value(Self.location(of: path, bucket: bucket))
    json.key("release_history")
    json.beginArray()
    for step in release.history { step.write(to: &json) }
    json.endArray()
    json.key("release_status")
    json.string(release.status.rawValue)
    json.key("release_approver")
    json.optional(release.last?.approver)
    json.key("release_timestamp")
    json.optional(release.last?.timestamp)
    json.key("access_info_uri")
    json.optional(accessURI)
  }

  /// Where the files of a dataset lie.
  static func location(of path: String, bucket: String) -> JSONValue {
    [
      "bucket_name": .string(bucket), "path": .string(path),
      "s3_uri": .string("s3://\(bucket)/\(path)"),
    ]
  }
}

extension HistoryEntry {
  fileprivate func write(to json: inout JSONWriter, bucket: String) {
    json.beginObject()
    json.key("id")
    json.int(id)
    json.key("timestamp")
    json.int(timestamp)
    json.key("reason")
    json.string(reason)
    json.key("username")
    json.string(username)
    json.key("item")
    json.beginObject()
    json.key("display_name")
    json.string(info.name)
    info.writeMembers(to: &json, bucket: bucket)
    json.key("user_metadata")
    json.value(info.userMetadata)
    json.endObject()
    json.endObject()
  }
}

extension Release.Step {
  fileprivate func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("action")
    json.string(action.rawValue)
    json.key("timestamp")
    json.int(timestamp)
    json.key("approver")
    json.string(approver)
    json.key("requester")
    json.optional(requester)
    json.key("notes")
    json.string(notes)
    json.endObject()
  }
}
