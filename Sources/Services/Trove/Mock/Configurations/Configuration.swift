import JSON
import MockServer

/// A group of configuration values that instances share.
struct Configuration: Sendable {
  let id: String
  var name: String
  var description: String?
  let project: String
  let version: String
  var values: JSONObject
  let created: Timestamp
  var updated: Timestamp
}

extension TroveState {
  /// A configuration that the caller may see: an administrator sees those of all projects.
  func configuration(_ id: String, of call: TroveCall) throws(TroveRefusal) -> Configuration {
    guard let found = configurations[id], call.maySee(found.project) else {
      throw .notFound("Configuration group with ID \(id) could not be found.")
    }
    return found
  }

  /// Refuses a configuration that is unknown or made for another version than an instance's.
  func checkConfiguration(
    _ id: String, fits version: Catalogue.Version, _ call: TroveCall
  ) throws(TroveRefusal) {
    let found = try configuration(id, of: call)
    guard found.version == version.id else {
      throw .badRequest(
        "Datastore Version on Configuration \(found.version) does not match the Datastore Version on the instance \(version.id)."
      )
    }
  }

  /// Whether some value of a configuration is taken up by a restart only.
  func needsRestart(configuration id: String) -> Bool {
    guard let found = configurations[id] else { return false }
    return catalogue.needsRestart(found.values.keys, of: found.version)
  }

  func instances(attachedTo configuration: Configuration) -> [Instance] {
    instances.records(of: configuration.project).filter { $0.configuration == configuration.id }
  }

  /// Tells idle instances of a configuration that a restart is due, if values changed that need one.
  mutating func require(restartFor keys: [String], of configuration: Configuration) {
    guard catalogue.needsRestart(keys, of: configuration.version) else { return }
    for instance in instances(attachedTo: configuration) where instance.task == .none {
      instances.change(instance.id) { $0.task = .restartRequired }
    }
  }
}
