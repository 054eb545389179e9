import HTTPMessage
import JSON
import MockServer

/// The version of the API that discovery tells of (Trove's sheet, section 2.2).
struct DiscoveredVersion: Sendable {
  private let id: String
  private let status: String
  private let updated: String

  init(_ node: FixtureNode) throws(FixtureError) {
    (id, status, updated) = try node.object { object throws(FixtureError) in
      (
        try object.required("id").string(), try object.required("status").string(),
        try object.required("updated").string()
      )
    }
  }

  private func json(_ here: Here) -> JSONValue {
    [
      "id": .string(id), "status": .string(status), "updated": .string(updated),
      "links": [["rel": "self", "href": .string(here.url + "/v3/")]],
      "media-types": [
        ["base": "application/json", "type": "application/vnd.openstack.identity-v3+json"]
      ],
    ]
  }

  func answer(_ here: Here) -> HTTPResponse { .json(JSONWriter.compact(["version": json(here)])) }

  func list(_ here: Here) -> HTTPResponse {
    let body: JSONValue = ["versions": ["values": [json(here)]]]
    var response = HTTPResponse.json(JSONWriter.compact(body), status: HTTPStatus(300))
    response.fields.append("Location", here.url + "/v3/")
    return response
  }
}
