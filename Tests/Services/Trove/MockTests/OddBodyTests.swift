import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

/// A request that is right in all its parts but one.
struct OddBody: Sendable, CustomTestStringConvertible {
  let method: String
  let path: String
  let body: JSONValue

  init(_ method: String, _ path: String, _ body: JSONValue) {
    (self.method, self.path, self.body) = (method, path, body)
  }

  var testDescription: String { "\(method) \(path)" }

  static let all: [OddBody] = {
    let id: JSONValue = "11111111-2222-3333-4444-555555555555"
    let member: JSONValue = ["flavorRef": "1", "volume": ["size": 1], "name": "m", "nics": []]
    let parameter: JSONValue = [
      "name": "zz", "restart_required": 1, "data_type": "integer", "max_size": 9, "min_size": 1,
    ]
    let version: JSONValue = [
      "name": "9.9", "datastore_name": "mysql", "datastore_manager": "mysql", "image_tags": ["a"],
      "packages": ["p"], "active": true, "default": false, "image": id, "version": "9.9.1",
    ]
    let configuration: JSONValue = [
      "name": "c", "description": "d", "values": ["max_connections": 200],
      "datastore": ["type": "mysql", "version": "8.0"],
    ]
    return [
      OddBody("POST", "/configurations", ["configuration": configuration]),
      OddBody("PUT", "/configurations/c1", ["configuration": configuration]),
      OddBody("PATCH", "/configurations/c1", ["configuration": configuration]),
      OddBody("PUT", "/instances/i1", ["instance": ["configuration": id]]),
      OddBody(
        "POST", "/instances",
        [
          "instance": [
            "name": "n", "flavorRef": "1", "volume": ["size": 1], "configuration": id,
            "restorePoint": ["backupRef": id],
          ]
        ]),
      OddBody(
        "POST", "/backups",
        [
          "backup": [
            "name": "b", "instance": id, "incremental": 1, "parent_id": id, "description": "d",
            "swift_container": "s",
          ]
        ]),
      OddBody(
        "POST", "/backups",
        [
          "backup": [
            "name": "b",
            "restore_from": [
              "remote_location": "http://x/y", "local_datastore_version_id": id, "size": 1,
            ],
          ]
        ]),
      OddBody(
        "POST", "/backup_strategies",
        ["backup_strategy": ["instance_id": id, "swift_container": "s"]]),
      OddBody(
        "POST", "/clusters",
        [
          "cluster": [
            "name": "cl", "datastore": ["type": "pxc", "version": "5.5"], "locality": "affinity",
            "configuration": id, "instances": [member, member, member],
          ]
        ]),
      OddBody("POST", "/clusters/k1", ["grow": [member]]),
      OddBody("POST", "/clusters/k1", ["shrink": [["id": id]]]),
      OddBody("POST", "/clusters/k1", ["upgrade": ["datastore_version": "1"]]),
      OddBody("POST", "/clusters/k1", ["reset-status": []]),
      OddBody("POST", "/clusters/k1/root", ["password": "pw"]),
      OddBody("POST", "/mgmt/clusters/k1/action", ["reset-task": []]),
      OddBody(
        "POST", "/mgmt/datastores/versions/\(TroveSeed.mysql)/parameters",
        ["configuration-parameter": parameter]),
      OddBody(
        "PUT", "/mgmt/datastores/versions/\(TroveSeed.mysql)/parameters/autocommit",
        ["configuration-parameter": parameter]),
      OddBody("POST", "/mgmt/datastore-versions", ["version": version]),
      OddBody("PATCH", "/mgmt/datastore-versions/\(TroveSeed.mysql)", version),
    ]
  }()

  /// What stands in the place of each value in turn.
  static let odd: [JSONValue] = [
    .null, 7, -1, 0, true, "", "'", "\n", "\u{1F600}", [], [.null], [:], ["x": .null],
    JSONNumber("1e400").map(JSONValue.number) ?? .null,
    JSONNumber("-99999999999999999999").map(JSONValue.number) ?? .null,
    .string(String(repeating: "a", count: 300)),
  ]

  /// The body with one value after the other taken away or replaced by others.
  var variants: [JSONValue] {
    func variants(_ value: JSONValue) -> [JSONValue] {
      var found = Self.odd
      if case .array(let elements) = value {
        for (place, element) in elements.enumerated() {
          for variant in variants(element) {
            var changed = elements
            changed[place] = variant
            found.append(.array(changed))
          }
        }
      } else if case .object(let object) = value {
        for member in object.members {
          var changed = object
          changed[member.key] = JSONValue?.none
          found.append(.object(changed))
          for variant in variants(member.value) {
            changed[member.key] = variant
            found.append(.object(changed))
          }
        }
      }
      return found
    }
    return variants(body)
  }
}

@Suite struct `Whatever a body holds` {
  /// All requests of a kind go to one world: one that changed something must not break the others.
  @Test(arguments: OddBody.all)
  func `Trove answers it with a success or a refusal in words`(request: OddBody) throws {
    let world = try TroveTestWorld(source: TroveSeed().source())
    for body in request.variants {
      let response = world.trove.respond(
        to: HTTPRequest(
          method: HTTPMethod(request.method),
          target: "/v1.0/ba3039e675be4fff8d7c354ec0a58063\(request.path)",
          fields: ["X-Auth-Token": world.parameters["token.adminuser"]?.string ?? ""],
          body: JSONWriter.compact(body)), from: nil)
      let status = response.status.code
      #expect(status < 500 || status == 501, "\(status) to \(body)")
      if status >= 400 {
        let answer = try JSONReader.value(of: response.body)
        let message = answer.object?.members.first?.value["message"]?.string
        #expect(message?.isEmpty == false, "\(answer) to \(body)")
      }
    }
  }
}
