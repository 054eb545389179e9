import HTTPMessage
import JSON

/// Jobs and elements as users see them (sheet, sections 6 and 7).
extension WorkqueueMock {
  func jobs(of user: Int, _ state: WorkqueueState) -> HTTPResponse {
    let jobs = state.jobs(of: user)
    var json = JSONWriter(reserving: 400 * jobs.count + 16)
    json.beginArray()
    for job in jobs {
      json.beginObject()
      writeMembers(of: job, to: &json)
      if profile.countsElements { writeCounts(of: job, to: &json) }
      json.endObject()
    }
    json.endArray()
    return .json(json.finish())
  }

  func job(_ job: Job) -> HTTPResponse {
    var json = JSONWriter(reserving: 512)
    json.beginObject()
    writeMembers(of: job, to: &json)
    json.endObject()
    return .json(json.finish())
  }

  private func writeMembers(of job: Job, to json: inout JSONWriter) {
    json.key("id")
    json.int(job.id)
    json.key("user_id")
    json.int(job.user)
    json.key("src_siteid")
    json.int(job.sourceSite)
    if job.destinationSite != nil || profile.showsNullDestinations {
      json.key("dst_siteid")
      json.optional(job.destinationSite)
    }
    json.key("src_filepath")
    json.string(job.sourcePath)
    if job.destinationPath != nil || profile.showsNullDestinations {
      json.key("dst_filepath")
      json.optional(job.destinationPath)
    }
    json.key("type")
    json.string(job.type.name)
    json.key("status")
    json.string(shown(job.status).name)
    json.key("extra_opts")
    json.value(job.extraOpts)
    json.key("priority")
    json.int(job.priority)
    json.key("protocol")
    json.string(job.transfer.name)
    json.key("log_uid")
    json.string(job.logUID)
    json.key("timestamp")
    json.string(job.timestamp)
  }

  private func shown(_ status: JobStatus) -> JobStatus {
    status == .new ? profile.newJobsShownAs : status
  }

  private func writeCounts(of job: Job, to json: inout JSONWriter) {
    func count(_ status: JobStatus) -> Int { job.elements.count { $0.status == status } }
    json.key("num_elements")
    json.int(job.elements.count)
    json.key("num_new")
    json.int(count(.new))
    json.key("num_done")
    json.int(count(.done))
    json.key("num_failed")
    json.int(count(.failed))
    json.key("num_submitted")
    json.int(count(.submitted))
    json.key("num_running")
    json.int(count(.running))
  }

  func jobStatus(_ job: Job) -> HTTPResponse {
    var json = JSONWriter(reserving: 64)
    json.beginObject()
    json.key("jobid")
    json.int(job.id)
    json.key("status")
    json.string(shown(job.status).name)
    json.endObject()
    return .json(json.finish())
  }

  /// The elements of a job; none for a job that the user does not have (sheet, section 7).
  func elements(of job: Job?) -> HTTPResponse {
    var json = JSONWriter(reserving: 512)
    json.beginArray()
    if let job {
      for element in job.elements { write(element, ofJob: job.id, to: &json) }
    }
    json.endArray()
    return .json(json.finish())
  }

  func element(_ element: JobElement, ofJob job: Int) -> HTTPResponse {
    var json = JSONWriter(reserving: 512)
    write(element, ofJob: job, to: &json)
    return .json(json.finish())
  }

  private func write(_ element: JobElement, ofJob job: Int, to json: inout JSONWriter) {
    json.beginObject()
    json.key("id")
    json.int(element.id)
    json.key("job_id")
    json.int(job)
    json.key("src_filepath")
    json.string(element.sourcePath)
    json.key("dst_filepath")
    json.optional(element.destinationPath)
    json.key("size")
    json.int(element.size)
    json.key("max_tries")
    json.int(element.maxTries)
    json.key("attempts")
    json.int(element.attempts)
    json.key("type")
    json.string(element.type.name)
    json.key("status")
    json.string(element.status.name)
    json.key("timestamp")
    json.string(element.timestamp)
    json.key("listing")
    json.value(element.listing)
    if element.monitoring != .null || profile.showsUnmonitored {
      json.key("monitoring_info")
      json.value(element.monitoring)
    }
    json.endObject()
  }

  func elementStatus(_ element: JobElement, ofJob job: Int) -> HTTPResponse {
    var json = JSONWriter(reserving: 128)
    json.beginObject()
    json.key("jobid")
    json.int(job)
    json.key("elementid")
    json.int(element.id)
    json.key("status")
    json.string(element.status.name)
    json.key("attempts")
    json.int(element.attempts)
    if element.monitoring != .null || profile.showsUnmonitored {
      for key in ["transferred", "instant", "average", "elapsed"] {
        json.key(key)
        json.value(element.monitoring[key] ?? "N/A")
      }
    }
    json.endObject()
    return .json(json.finish())
  }
}
