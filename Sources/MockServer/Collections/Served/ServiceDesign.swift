import HTTPMessage
import HTTPServer
import JSON

/// A service that its fixtures describe: what stands where, and for whom.
struct ServiceDesign: Sendable {
  struct Route: Sendable {
    /// The collection's place.
    let collection: Int
    let operation: ServedCollection.Operation
  }

  let collections: [ServedCollection]
  let token: TokenRule?
  let errors: ErrorAnswers
  let router: Router<Route>
  let basePath: String

  /// - Throws: ``FixtureError`` for the first thing that is wrong.
  init(_ fixtures: ServiceFixtures, _ served: ServedFixtures) throws(FixtureError) {
    let errors = try ErrorAnswers().changed(by: served.errors, ofCollection: false)
    self.errors = errors
    token = try served.token.map { node throws(FixtureError) in
      try TokenRule(node, tokens: fixtures.description.tokens)
    }
    var collections: [ServedCollection] = []
    for (definition, named) in zip(served.definitions, served.collections) {
      collections.append(try ServedCollection.read(definition, named.node, fixtures, errors))
    }
    try ServedCollection.connect(&collections, served.collections.map(\.node))
    self.collections = collections
    basePath = fixtures.description.basePath
    router = Self.router(collections, basePath: basePath)
  }

  private static func router(_ collections: [ServedCollection], basePath: String) -> Router<Route> {
    var router = Router<Route>()
    for (place, collection) in collections.enumerated() {
      let path = basePath + collection.path.pattern
      let record = path + "/{}"
      for operation in collection.operations {
        let route = Route(collection: place, operation: operation)
        switch operation {
        case .list:
          router.add(.get, path, route)
          router.add(.head, path, route)
        case .create: router.add(.post, path, route)
        case .read:
          router.add(.get, record, route)
          router.add(.head, record, route)
        case .update: router.add(.patch, record, route)
        case .replace: router.add(.put, record, route)
        case .delete: router.add(.delete, record, route)
        }
      }
    }
    return router
  }
}
