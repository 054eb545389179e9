import JSON
import ProvenaClient

extension ItemDataset: Rendered {
  var members: [(String, JSONValue?)] {
    info.members + [
      ("history", json(history)), ("id", json(id)), ("owner_username", json(ownerUsername)),
      ("created_timestamp", json(createdTimestamp)),
      ("updated_timestamp", json(updatedTimestamp)), ("item_category", json(itemCategory)),
      ("item_subtype", json(itemSubtype)), ("record_type", json(recordType)),
      ("workflow_links", json(workflowLinks)), ("versioning_info", json(versioningInfo)),
    ]
  }
}

extension DatasetDomainInfo: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("display_name", json(displayName)), ("user_metadata", json(userMetadata)),
      ("collection_format", collectionFormat.json), ("s3", json(s3)),
      ("release_history", json(releaseHistory)), ("release_status", json(releaseStatus)),
      ("release_approver", json(releaseApprover)), ("release_timestamp", json(releaseTimestamp)),
      ("access_info_uri", json(accessInfoURI)),
    ]
  }
}

extension HistoryEntry: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("timestamp", json(timestamp)), ("reason", json(reason)),
      ("username", json(username)), ("item", json(item)),
    ]
  }
}

extension ReleaseHistoryEntry: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("action", json(action)), ("timestamp", json(timestamp)), ("approver", json(approver)),
      ("requester", json(requester)), ("notes", json(notes)),
    ]
  }
}

extension S3Location: Rendered {
  var members: [(String, JSONValue?)] {
    [("bucket_name", json(bucketName)), ("path", json(path)), ("s3_uri", json(s3URI))]
  }
}

extension WorkflowLinks: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("create_activity_workflow_id", json(createActivityWorkflowID)),
      ("version_activity_workflow_id", json(versionActivityWorkflowID)),
    ]
  }
}

extension VersioningInfo: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("previous_version", json(previousVersion)), ("version", json(version)),
      ("reason", json(reason)), ("next_version", json(nextVersion)),
    ]
  }
}

extension SeededItem: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("owner_username", json(ownerUsername)),
      ("created_timestamp", json(createdTimestamp)),
      ("updated_timestamp", json(updatedTimestamp)), ("item_category", json(itemCategory)),
      ("item_subtype", json(itemSubtype)), ("record_type", json(recordType)),
      ("workflow_links", json(workflowLinks)), ("versioning_info", json(versioningInfo)),
    ]
  }
}
