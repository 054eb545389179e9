import HTTPMessage
import JSON
import MockServer

/// Flavors and limits (sheet, sections 4 and 8).
extension TroveRoute {
  static var flavors: [TroveRoute] {
    [
      TroveRoute(.get, "/flavors") { call, state throws(TroveRefusal) in
        call.flavors(state.catalogue.flavors)
      },
      TroveRoute(.get, "/flavors/{id}") { call, state throws(TroveRefusal) in
        guard let flavor = state.catalogue.flavor(call.id()) else { throw .noResource(call.id()) }
        return TroveCall.envelope("flavor") { call.write(flavor, to: &$0) }
      },
      TroveRoute(.get, "/datastores/{datastore}/versions/{version}/flavors") {
        call, state throws(TroveRefusal) in
        _ = try call.version(state)
        return call.flavors(state.catalogue.flavors)
      },
    ]
  }

  static var limits: [TroveRoute] {
    [
      TroveRoute(.get, "/limits") { call, state throws(TroveRefusal) in
        let quotas = state.quotas(of: call.project, call.settings)
        return TroveCall.envelope("limits") { call.writeLimits(quotas, to: &$0) }
      }
    ]
  }
}

extension TroveCall {
  fileprivate func flavors(_ flavors: [Catalogue.Flavor]) -> HTTPResponse {
    Self.envelope("flavors") { json in
      json.beginArray()
      for flavor in flavors { write(flavor, to: &json) }
      json.endArray()
    }
  }

  fileprivate func write(_ flavor: Catalogue.Flavor, to json: inout JSONWriter) {
    json.beginObject()
    json.key("id")
    json.optional(Int(flavor.id))
    writeLinks("flavors", flavor.id, to: &json)
    json.key("name")
    json.string(flavor.name)
    json.key("ram")
    json.int(flavor.ram)
    json.key("vcpus")
    json.int(flavor.vcpus)
    json.key("disk")
    json.int(flavor.disk)
    json.key("ephemeral")
    json.int(flavor.ephemeral)
    json.key("str_id")
    json.string(flavor.id)
    json.endObject()
  }

  /// What a project may have, and how many requests it may make: any number, here.
  fileprivate func writeLimits(_ quotas: Quotas, to json: inout JSONWriter) {
    json.beginArray()
    json.value([
      "verb": "ABSOLUTE",
      "max_instances": .number(JSONNumber(quotas.instances)),
      "max_ram": .number(JSONNumber(quotas.ram)),
      "max_backups": .number(JSONNumber(quotas.backups)),
      "max_volumes": .number(JSONNumber(quotas.volumes)),
    ])
    let rates = [
      ("POST", "*", ".*"), ("PUT", "*", ".*"), ("DELETE", "*", ".*"), ("GET", "*", ".*"),
      ("POST", "*/mgmt", "^/mgmt"),
    ]
    for (verb, uri, regex) in rates {
      json.value([
        "nextAvailable": .string(now.iso8601Seconds + "Z"),
        "remaining": .number(JSONNumber(settings.rateLimit)), "unit": "MINUTE",
        "value": .number(JSONNumber(settings.rateLimit)), "verb": .string(verb),
        "uri": .string(uri), "regex": .string(regex),
      ])
    }
    json.endArray()
  }
}
