import HTTPMessage
import HTTPServer

/// What a method and path of the service lead to (sheet, sections 7 and 8).
enum WorkqueueRoute: Sendable {
  case user(View)
  /// With the type that the path names; nil where the body does.
  case register(JobType?)
  case pull, returnOutput, returnMonitoring
  case login, site

  /// What a user can read.
  enum View: Sendable {
    case jobs, job, status, output
    case elements, element, elementStatus, elementOutput, attemptOutput
  }

  static func router(basePath: String, settings: WorkqueueSettings) -> Router<WorkqueueRoute> {
    var router = Router<WorkqueueRoute>()
    let job = basePath + "/jobs/{job:int}"
    let element = job + "/elements/{element:int}"
    let work = basePath + "/worker/jobs"
    let returned = work + "/{job:int}/elements/{element:int}"
    router.add(.get, basePath + "/jobs", .user(.jobs))
    router.add(.get, job, .user(.job))
    router.add(.get, job + "/status", .user(.status))
    router.add(.get, job + "/output", .user(.output))
    router.add(.get, job + "/elements", .user(.elements))
    router.add(.get, element, .user(.element))
    router.add(.get, element + "/status", .user(.elementStatus))
    router.add(.get, element + "/output", .user(.elementOutput))
    router.add(.get, element + "/output/{attempt}", .user(.attemptOutput))
    router.add(.post, basePath + "/jobs", .register(nil))
    for type in JobType.allCases {
      router.add(.post, basePath + "/" + "\(type.name)".lowercased(), .register(type))
    }
    router.add(.post, work, .pull)
    router.add(.put, returned, .returnOutput)
    router.add(.put, returned + "/monitoring", .returnMonitoring)
    router.add(.post, settings.loginPath, .login)
    router.add(.get, settings.sitePath + "/{site:int}", .site)
    return router
  }
}
