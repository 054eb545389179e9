import HTTPMessage
import HTTPServer

/// What a method and path lead to (sheet, sections 3 and 7).
enum OaioRoute: Sendable {
  case oaio(Slug)
  case storage(StorageCall)

  /// A path of the object server below its base path.
  enum Slug: Sendable {
    case csrf, login
    case signedIn(OrderKind)
  }

  /// What needs a session.
  enum OrderKind: Sendable {
    case logout, currentStamp, stampz, register, upload, delete, subscribe, userSubz
    case storageArguments, wipeUser
  }

  /// A path of the storage host.
  enum StorageCall: Sendable {
    case token, mounts, list, makeFolder, put, get, remove
  }

  static func router(basePath: String) -> Router<OaioRoute> {
    var router = Router<OaioRoute>()
    router.add(.get, "\(basePath)/login/", .oaio(.csrf))
    router.add(.post, "\(basePath)/login/", .oaio(.login))
    let slugs: [(HTTPMethod, String, OrderKind)] = [
      (.post, "logout/", .logout),
      (.get, "current_stamp/", .currentStamp), (.get, "oaio_stampz/", .stampz),
      (.post, "register/", .register), (.post, "upload/", .upload), (.post, "delete/", .delete),
      (.post, "subscribe/", .subscribe), (.post, "wipe_user/", .wipeUser),
      (.get, "user_subz/{id}", .userSubz), (.get, "user_subz/{id}/", .userSubz),
      (.get, "csh_args/{id}", .storageArguments), (.get, "csh_args/{id}/", .storageArguments),
    ]
    for (method, slug, kind) in slugs {
      router.add(method, "\(basePath)/\(slug)", .oaio(.signedIn(kind)))
    }
    // The storage host's own, wherever the object server is.
    let files = "/api/v2/mounts/{id}/files"
    router.add(.get, "/token", .storage(.token))
    router.add(.get, "/api/v2/mounts", .storage(.mounts))
    router.add(.get, files + "/list", .storage(.list))
    router.add(.post, files + "/folder", .storage(.makeFolder))
    router.add(.delete, files + "/remove", .storage(.remove))
    router.add(.post, "/content\(files)/put", .storage(.put))
    router.add(.get, "/content\(files)/get", .storage(.get))
    return router
  }
}
