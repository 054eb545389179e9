import JSON
import WorkqueueClient

/// Values of the client written back as the service would write them, so that a comparison shows
/// whether anything was lost in reading. Members that are null are left out.
protocol Rendered {
  var rendered: JSONValue { get }
}

extension Array: Rendered where Element: Rendered {
  var rendered: JSONValue { .array(map(\.rendered)) }
}

extension String: Rendered {
  var rendered: JSONValue { .string(self) }
}

extension JobStatus: Rendered {
  /// Without the job's number, which whoever asks knows.
  var rendered: JSONValue { ["status": .string(name)] }
}

extension Job: Rendered {
  var rendered: JSONValue {
    var members = JSONObject()
    members["id"] = .number(JSONNumber(id))
    members["user_id"] = .number(JSONNumber(userID))
    members["type"] = .string(type.name)
    members["status"] = .string(status.name)
    members["src_siteid"] = .number(JSONNumber(sourceSite))
    members["src_filepath"] = .string(sourcePath)
    members["dst_siteid"] = destinationSite.map { .number(JSONNumber($0)) }
    members["dst_filepath"] = destinationPath.map { .string($0) }
    if extra != .null { members["extra_opts"] = extra }
    members["priority"] = .number(JSONNumber(priority))
    members["protocol"] = .string(`protocol`.name)
    members["log_uid"] = .string(logUID)
    members["timestamp"] = .string(timestamp.text)
    if let counts {
      members["num_elements"] = .number(JSONNumber(counts.all))
      members["num_new"] = .number(JSONNumber(counts.new))
      members["num_done"] = .number(JSONNumber(counts.done))
      members["num_failed"] = .number(JSONNumber(counts.failed))
      members["num_submitted"] = .number(JSONNumber(counts.submitted))
      members["num_running"] = .number(JSONNumber(counts.running))
    }
    return .object(members)
  }
}

extension JobElement: Rendered {
  var rendered: JSONValue {
    var members = JSONObject()
    members["id"] = .number(JSONNumber(id))
    members["job_id"] = .number(JSONNumber(jobID))
    members["type"] = .string(type.name)
    members["status"] = .string(status.name)
    members["src_filepath"] = .string(sourcePath)
    members["dst_filepath"] = destinationPath.map { .string($0) }
    members["size"] = .number(JSONNumber(size))
    members["max_tries"] = .number(JSONNumber(maxTries))
    members["attempts"] = .number(JSONNumber(attempts))
    members["timestamp"] = .string(timestamp.text)
    members["listing"] = listing?.rendered
    members["monitoring_info"] = transfer?.rendered
    return .object(members)
  }
}

extension ElementProgress: Rendered {
  var rendered: JSONValue {
    var members = transfer?.rendered.object ?? JSONObject()
    members["jobid"] = .number(JSONNumber(jobID))
    members["elementid"] = .number(JSONNumber(elementID))
    members["status"] = .string(status.name)
    members["attempts"] = .number(JSONNumber(attempts))
    return .object(members)
  }
}

extension TransferProgress: Rendered {
  var rendered: JSONValue {
    func number(_ value: Double) -> JSONValue {
      .number(JSONNumber(Int(exactly: value) ?? Int.min))
    }
    return [
      "transferred": number(transferred), "elapsed": number(elapsed), "instant": number(instant),
      "average": number(average),
    ]
  }
}

extension Listing: Rendered {
  var rendered: JSONValue {
    let directories = directories.map { directory in
      JSONObject.Member(key: directory.path, value: .array(directory.entries.map(\.rendered)))
    }
    return .object(JSONObject(directories))
  }
}

extension Listing.Entry: Rendered {
  var rendered: JSONValue {
    if attributes.isEmpty { return .string(name) }
    return .object(JSONObject([.init(key: "name", value: .string(name))] + attributes.members))
  }
}

extension Attempt: Rendered {
  var rendered: JSONValue {
    var members = JSONObject()
    members["jobid"] = .number(JSONNumber(jobID))
    members["elementid"] = .number(JSONNumber(elementID))
    members["attempt"] = .number(JSONNumber(number))
    members["type"] = .string(type.name)
    members["status"] = .string(status.name)
    members["log"] = .string(log)
    members["listing"] = listing?.rendered
    return .object(members)
  }
}

extension ElementOutput: Rendered {
  var rendered: JSONValue { .array(attempts.map(\.rendered)) }
}

extension WorkItem: Rendered {
  var rendered: JSONValue {
    var members = job.rendered.object ?? JSONObject()
    members["src_credentials"] = sourceCredentials.map { .string($0) }
    members["dst_credentials"] = destinationCredentials.map { .string($0) }
    members["elements"] = elements.rendered
    return .object(members)
  }
}

extension WorkElement: Rendered {
  var rendered: JSONValue {
    var members = element.rendered.object ?? JSONObject()
    members["token"] = .string(token)
    return .object(members)
  }
}
