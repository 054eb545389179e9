import HTTPMessage
import JSON
import MockServer

/// Which part of a list is asked for (sheet, section 3.1).
struct PageRequest {
  let limit: Int
  let marker: String?

  /// - Parameter isCapped: whether no more than the usual page is given however much is asked for.
  /// - Throws: a bad request where the real service stumbles over a limit that is no positive number.
  init(_ call: TroveCall, isCapped: Bool = true) throws(TroveRefusal) {
    let usual = call.settings.pageSize
    marker = call.query("marker")
    guard let text = call.query("limit") else {
      limit = usual
      return
    }
    guard let wanted = Int(text), wanted > 0 else {
      throw .badRequest("The limit must be a positive number, not '\(text)'.")
    }
    limit = isCapped ? min(wanted, usual) : wanted
  }
}

extension TroveCall {
  /// Writes the `links` of a list that goes on: the request's own query with another marker, last.
  func writeNext(_ marker: String, to json: inout JSONWriter) {
    let query = String(decoding: request.target.query ?? [], as: UTF8.self)
    let kept = query.split(separator: "&").filter { !$0.hasPrefix("marker=") && $0 != "marker" }
    let path = String(decoding: request.target.path, as: UTF8.self)
    json.key("links")
    json.beginArray()
    json.beginObject()
    json.key("rel")
    json.string("next")
    json.key("href")
    json.string(
      "\(origin)\(path)?"
        + (kept + ["marker=\(PercentCoding.encode(marker))"]).joined(separator: "&"))
    json.endObject()
    json.endArray()
  }
}
