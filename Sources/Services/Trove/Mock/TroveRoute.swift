import HTTPMessage
import HTTPServer

/// A method and path of the service with what answers it. Each part of the service lists its own.
struct TroveRoute: Sendable {
  typealias Action =
    @Sendable (TroveCall, inout TroveState) throws(TroveRefusal) -> HTTPResponse

  let method: HTTPMethod
  /// Below the project, for example `/flavors/{id}`.
  let path: String
  let answer: Action

  init(_ method: HTTPMethod, _ path: String, _ answer: @escaping Action) {
    self.method = method
    self.path = path
    self.answer = answer
  }

  private static var all: [[TroveRoute]] {
    [
      flavors, datastores, parameters, limits, instances, instanceActions,
      databases, users, userAccess, root, defaultConfiguration, logs, ssl, modules,
      instanceModules, managedInstances, managementActions, quotas, configurations, backups,
      backupStrategies, clusters, clusterRoot, parameterManagement, versionManagement,
      clusterManagement,
    ]
  }

  /// For what follows the base path; made once, since no fixture changes it.
  static let router: Router<TroveRoute> = {
    var router = Router<TroveRoute>()
    for route in all.joined() { router.add(route.method, "/{project}" + route.path, route) }
    return router
  }()
}
