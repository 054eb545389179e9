import HTTPMessage
import JSON
import MockServer

/// Where the backups of a project, or of one of its instances, are to go.
struct BackupStrategy: Sendable {
  let project: String
  /// Empty for what holds for all instances of the project.
  let instance: String
  var container: String
}

/// `/backup_strategies` (sheet, sections 4 and 8). Not paged.
extension TroveRoute {
  static var backupStrategies: [TroveRoute] {
    [
      TroveRoute(.get, "/backup_strategies") { call, state throws(TroveRefusal) in
        let project = try call.strategyProject("backup_strategy:index")
        let instance = call.query("instance_id")
        return TroveCall.envelope("backup_strategies") { json in
          json.beginArray()
          for strategy in state.strategies
          where strategy.project == project && (instance ?? strategy.instance) == strategy.instance
          {
            call.write(strategy, to: &json)
          }
          json.endArray()
        }
      },
      TroveRoute(.post, "/backup_strategies") { call, state throws(TroveRefusal) in
        let strategy = try call.createStrategy(&state)
        return TroveCall.envelope("backup_strategy", status: .accepted) {
          call.write(strategy, to: &$0)
        }
      },
      TroveRoute(.delete, "/backup_strategies") { call, state throws(TroveRefusal) in
        let project = try call.strategyProject("backup_strategy:delete")
        let instance = call.query("instance_id") ?? ""
        state.strategies.removeAll { $0.project == project && $0.instance == instance }
        return TroveCall.accepted
      },
    ]
  }
}

extension TroveCall {
  /// The project that is asked about; another than one's own is for administrators.
  fileprivate func strategyProject(_ policy: String) throws(TroveRefusal) -> String {
    let wanted = query("project_id") ?? project
    if wanted != project { try requirePolicy(policy) }
    return wanted
  }

  /// A second one for the same instance replaces the first.
  fileprivate func createStrategy(_ state: inout TroveState) throws(TroveRefusal) -> BackupStrategy
  {
    let body = try object("backup_strategy")
    let container = try Validation.name(
      Validation.required("swift_container", in: body, at: "backup_strategy"),
      at: "backup_strategy['swift_container']")
    let wanted = try body["instance_id"].map { value throws(TroveRefusal) in
      try Validation.uuid(value, at: "backup_strategy['instance_id']")
    }
    let instance = try wanted.map { id throws(TroveRefusal) in try state.instance(id, of: self).id }
    let strategy = BackupStrategy(project: project, instance: instance ?? "", container: container)
    let same = state.strategies.firstIndex {
      $0.project == strategy.project && $0.instance == strategy.instance
    }
    if let same {
      state.strategies[same] = strategy
    } else {
      state.strategies.append(strategy)
    }
    return strategy
  }

  fileprivate func write(_ strategy: BackupStrategy, to json: inout JSONWriter) {
    json.beginObject()
    json.key("project_id")
    json.string(strategy.project)
    json.key("instance_id")
    json.string(strategy.instance)
    json.key("backend")
    json.string(settings.backup.backend)
    json.key("swift_container")
    json.string(strategy.container)
    json.endObject()
  }
}
