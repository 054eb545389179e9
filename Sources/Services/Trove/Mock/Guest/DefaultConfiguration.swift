import HTTPMessage
import JSON
import MockServer

/// `GET /instances/{id}/configuration`: what an instance is configured with before anything is said
/// (sheet, section 4).
extension TroveRoute {
  static var defaultConfiguration: [TroveRoute] {
    [
      TroveRoute(.get, "/instances/{id}/configuration") { call, state throws(TroveRefusal) in
        let instance = try state.instance(call.id(), of: call)
        let values = state.catalogue.renderedDefaults[instance.version] ?? JSONObject()
        return .json(JSONWriter.compact(["instance": ["configuration": .object(values)]]))
      }
    ]
  }
}
